//! The words of the interface in three languages. Keys name what a text is for, not what it says.
//!
//! Every language is a value of the same struct, so that a missing text does not compile.

mod en;
mod ko;
mod zh;

use catalog::Locale;

/// The texts of one language. Texts with something to fill in are functions of it.
pub struct Messages {
    /// The name of the product.
    pub product: &'static str,
    /// What the product is, in one line.
    pub tagline: &'static str,
    /// The link that skips to the content.
    pub skip_to_content: &'static str,
    /// The name of the navigation for screen readers.
    pub main_navigation: &'static str,
    /// The page that explores.
    pub nav_explore: &'static str,
    /// The page of the sources.
    pub nav_sources: &'static str,
    /// The page about the atlas.
    pub nav_about: &'static str,
    /// Label of the choice of language.
    pub language: &'static str,
    /// Label of the choice of colours.
    pub theme: &'static str,
    /// Colours as the system says.
    pub theme_auto: &'static str,
    /// Light colours.
    pub theme_light: &'static str,
    /// Dark colours.
    pub theme_dark: &'static str,

    /// Label of the search box.
    pub search_label: &'static str,
    /// Placeholder of the search box.
    pub search_placeholder: &'static str,
    /// Name of the button that empties the search box.
    pub search_clear: &'static str,
    /// One line on how to search.
    pub search_help: &'static str,
    /// Heading of the ways to search.
    pub search_tips_title: &'static str,
    /// Ways to search: an example and what it does.
    pub search_tips: &'static [(&'static str, &'static str)],
    /// Label of the suggestions under the box.
    pub suggestions: &'static str,

    /// Heading of the results: how many.
    pub result_count: fn(usize) -> String,
    /// Heading of the facets.
    pub facets: &'static str,
    /// Names of the facets, in the order of the facets.
    pub facet_names: [&'static str; 9],
    /// Filter inside a long facet.
    pub facet_filter: fn(&str) -> String,
    /// Shows all values of a facet.
    pub facet_more: fn(&str, usize) -> String,
    /// Shows fewer values of a facet.
    pub facet_less: fn(&str) -> String,
    /// How many values of a facet are chosen.
    pub facet_chosen: fn(usize) -> String,
    /// Heading of the chosen refinements.
    pub refinements: &'static str,
    /// Removes one refinement: said after its name.
    pub remove_refinement: &'static str,
    /// Removes all refinements.
    pub clear_all: &'static str,
    /// Label of the order of the results.
    pub sort: &'static str,
    /// By relevance.
    pub sort_relevance: &'static str,
    /// Newest first.
    pub sort_newest: &'static str,
    /// Oldest first.
    pub sort_oldest: &'static str,
    /// By name.
    pub sort_name: &'static str,
    /// Shows more results: how many more, of how many.
    pub more_results: fn(usize, usize) -> String,
    /// There are no results.
    pub no_results: &'static str,
    /// What to try when there are no results.
    pub no_results_help: &'static str,
    /// What to try when the text alone gives no results.
    pub no_results_text_help: &'static str,
    /// Dropping this refinement gives so many results.
    pub drop_gives: fn(&str, usize) -> String,
    /// Dropping the search text gives so many results.
    pub drop_text_gives: fn(usize) -> String,
    /// A hit matched in this place.
    pub matched_in: fn(&str) -> String,
    /// The result was found by another reading of the query.
    pub found_as: fn(&str) -> String,
    /// Goes back to the literal reading.
    pub search_literally: fn(&str) -> String,
    /// Over records that have only some of the words, where few have them all.
    pub partial_heading: &'static str,
    /// Over records that have these words apart, where few have them together as they were typed.
    pub apart_heading: fn(&str) -> String,
    /// Not every record listed has all the words.
    pub found_in_part: &'static str,
    /// Stands before other words that may have been meant.
    pub did_you_mean: &'static str,
    /// Why a hit matched: names of the fields of the index.
    pub matched_fields: MatchedFields,

    /// Front page: what this is.
    pub front_lead: &'static str,
    /// Front page: heading of the questions.
    pub front_questions: &'static str,
    /// Front page: heading of the line of time.
    pub front_timeline: &'static str,
    /// Front page: explanation of the line of time.
    pub front_timeline_note: &'static str,
    /// Front page: heading of the list of kinds.
    pub front_kinds: &'static str,
    /// Front page: how much the dataset holds: records, relations, sources.
    pub front_counts: fn(usize, usize, usize) -> String,
    /// A period that goes on.
    pub ongoing: &'static str,

    /// Record: other names.
    pub other_names: &'static str,
    /// Record: date.
    pub date: &'static str,
    /// Record: status.
    pub status: &'static str,
    /// Record: target date.
    pub target_date: &'static str,
    /// Record: place.
    pub place: &'static str,
    /// Record: country.
    pub country: &'static str,
    /// Record: symbol.
    pub identifier: &'static str,
    /// Record: code.
    pub code: &'static str,
    /// Record: type.
    pub record_type: &'static str,
    /// Record: processes.
    pub processes: &'static str,
    /// Record: topics.
    pub topics: &'static str,
    /// Record: stakeholder groups.
    pub groups: &'static str,
    /// Record: web address.
    pub address: &'static str,
    /// Record: languages of a document.
    pub document_languages: &'static str,
    /// Record: the list of the source is open.
    pub open_ended: &'static str,
    /// Session: no finding stated.
    pub no_finding: &'static str,
    /// Governance model: its components.
    pub components: &'static str,
    /// Statistic: of whom or what.
    pub scope: &'static str,
    /// Statistic: year.
    pub year: &'static str,
    /// Statistic: no year given.
    pub year_unknown: &'static str,
    /// Statistic: who measured.
    pub measured_by: &'static str,
    /// Statistic: the note behind it.
    pub backed_by: &'static str,
    /// Statistic: the printed figure cannot be right.
    pub suspect: &'static str,
    /// Qualifiers of figures: about, over, under, at most, at least; the number is filled in.
    pub qualifiers: [fn(&str) -> String; 5],
    /// Record: relations.
    pub relations: &'static str,
    /// Record: nothing is linked.
    pub no_relations: &'static str,
    /// Record: where it stands.
    pub provenance: &'static str,
    /// Provenance: which fields a row backs.
    pub backs_fields: fn(&str) -> String,
    /// Provenance: what a field is called, by its key in the dataset.
    pub field_name: fn(&str) -> Option<&'static str>,
    /// Provenance: when it was last looked at.
    pub checked_on: fn(&str) -> String,
    /// Relation: name as printed.
    pub printed_as: fn(&str) -> String,
    /// Relation: SDG targets.
    pub targets: fn(&str) -> String,
    /// Record: corrections.
    pub corrections: &'static str,
    /// Correction: printed.
    pub printed: &'static str,
    /// Correction: sound form.
    pub sound: &'static str,
    /// Correction: the sound form is not known.
    pub sound_unknown: &'static str,
    /// Correction: elsewhere.
    pub elsewhere: &'static str,
    /// Correction: concerned records.
    pub concerns: &'static str,
    /// Record: similar records.
    pub same_topic: &'static str,
    /// Record: copies its link.
    pub copy_link: &'static str,
    /// The link was copied.
    pub link_copied: &'static str,
    /// The link could not be copied: it is shown for copying by hand.
    pub copy_failed: &'static str,
    /// Goes to the previous result.
    pub previous: &'static str,
    /// Goes to the next result.
    pub next: &'static str,
    /// Goes back to the results.
    pub back_to_results: &'static str,
    /// Place in the results: this of so many.
    pub position: fn(usize, usize) -> String,
    /// The text is shown in another language: its name.
    pub shown_in: fn(&str) -> String,
    /// Names of the languages ko, en, zh, in this language.
    pub language_names: [&'static str; 3],

    /// Sources: introduction.
    pub sources_lead: &'static str,
    /// Sources: the main documents.
    pub sources_main: &'static str,
    /// Sources: the notes of a main document.
    pub sources_notes: &'static str,
    /// Sources: the others.
    pub sources_other: &'static str,
    /// Source: what it contributed: records and relations.
    pub contributed: fn(usize, usize) -> String,
    /// Source: heading of the contribution.
    pub contribution: &'static str,
    /// Source: shows all of its records in the explorer.
    pub show_in_explorer: &'static str,
    /// Source: authors.
    pub authors: &'static str,
    /// Source: publisher.
    pub publisher: &'static str,
    /// Source: container.
    pub container: &'static str,
    /// Source: issued.
    pub issued: &'static str,
    /// Source: language.
    pub source_language: &'static str,
    /// Source: accessed.
    pub accessed: &'static str,
    /// Source: the work it is an edition of.
    pub edition_of: &'static str,
    /// Source: the source it is a note of.
    pub note_of: &'static str,

    /// About: paragraphs, as heading and text.
    pub about: &'static [(&'static str, &'static [&'static str])],
    /// About: heading of the dataset.
    pub about_dataset: &'static str,
    /// About: version of the program.
    pub about_version: &'static str,
    /// About: hash of the dataset.
    pub about_hash: &'static str,
    /// About: as-of date.
    pub about_as_of: &'static str,
    /// About: records, relations, corrections.
    pub about_counts: &'static str,
    /// About: heading of the keyboard help.
    pub about_keyboard: &'static str,
    /// About: keys and what they do.
    pub about_keys: &'static [(&'static str, &'static str)],

    /// Not found: heading.
    pub not_found: &'static str,
    /// Not found: no such record.
    pub no_such_record: fn(&str) -> String,
    /// Not found: no such page.
    pub no_such_page: fn(&str) -> String,
    /// Not found: what can be done.
    pub not_found_help: &'static str,
    /// Records with a similar id.
    pub perhaps: &'static str,
    /// Heading of what could not be read of a link.
    pub link_problems: &'static str,
    /// A part of a link is unknown: key and value.
    pub unknown_parameter: fn(&str) -> String,
    /// A value of a facet in a link is unknown: facet and value.
    pub unknown_value: fn(&str, &str) -> String,
    /// Dismisses a notice.
    pub dismiss: &'static str,

    /// The foot: dataset hash and as-of date.
    pub foot_dataset: fn(&str, &str) -> String,
    /// The foot: where the words come from.
    pub foot_licence: &'static str,
    /// The dataset cannot be read.
    pub dataset_unreadable: fn(&str) -> String,
    /// Months, for languages that name them; January first.
    pub date_format: fn(i16, Option<u8>, Option<u8>) -> String,
    /// Days of one year: year, then month and day of the first and of the last.
    pub day_interval: fn(i16, (u8, u8), (u8, u8)) -> String,
    /// Names of ten thousand, a hundred million and so on, in steps of ten thousand; none where large numbers are counted in thousands.
    pub myriads: &'static [&'static str],
    /// An interval of dates.
    pub date_interval: fn(&str, &str) -> String,
    /// A date that is uncertain.
    pub date_uncertain: fn(&str) -> String,
    /// A date that is approximate.
    pub date_approximate: fn(&str) -> String,
    /// A decade or a century, by its printed form.
    pub date_unspecified: fn(&str) -> String,
    /// Questions of the front page: text and the hash it leads to.
    pub questions: &'static [(&'static str, &'static str)],
}

/// What the fields of the index are called when a hit matched there.
pub struct MatchedFields {
    /// A Korean name.
    pub name_ko: &'static str,
    /// An English name.
    pub name_en: &'static str,
    /// A Chinese name.
    pub name_zh: &'static str,
    /// Another name.
    pub alias: &'static str,
    /// A symbol or code.
    pub identifier: &'static str,
    /// The summary.
    pub summary: &'static str,
    /// The name of a related record.
    pub related: &'static str,
    /// Anything else.
    pub details: &'static str,
}

/// The texts of a language.
pub fn messages(locale: Locale) -> &'static Messages {
    match locale {
        Locale::Ko => &ko::MESSAGES,
        Locale::En => &en::MESSAGES,
        Locale::Zh => &zh::MESSAGES,
    }
}

/// The name of a language in itself.
pub fn own_name(locale: Locale) -> &'static str {
    match locale {
        Locale::Ko => "한국어",
        Locale::En => "English",
        Locale::Zh => "中文",
    }
}

/// A number with separators of thousands, which all three languages write alike.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn every_language_asks_the_same_questions_and_explains_the_same_keys() {
        let korean = messages(Locale::Ko);
        for locale in Locale::ALL {
            let other = messages(locale);
            let targets =
                |m: &Messages| m.questions.iter().map(|(_, hash)| *hash).collect::<Vec<_>>();
            assert_eq!(targets(korean), targets(other), "{locale:?}");
            assert_eq!(korean.about.len(), other.about.len(), "{locale:?}");
            assert_eq!(korean.search_tips.len(), other.search_tips.len(), "{locale:?}");
            assert_eq!(korean.about_keys.len(), other.about_keys.len(), "{locale:?}");
        }
    }
}
