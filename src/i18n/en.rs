use super::{MatchedFields, Messages, grouped};

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
];

fn month_name(month: u8) -> &'static str {
    MONTHS.get(usize::from(month.saturating_sub(1))).copied().unwrap_or("")
}

pub(super) const MESSAGES: Messages = Messages {
    product: "Digital Governance Atlas",
    tagline: "A way into the documents, processes, bodies and commitments of global digital governance, each with its source",
    skip_to_content: "Skip to content",
    main_navigation: "Main navigation",
    nav_explore: "Explore",
    nav_sources: "Sources",
    nav_about: "About",
    language: "Language",
    theme: "Colours",
    theme_auto: "As the system",
    theme_light: "Light",
    theme_dark: "Dark",

    search_label: "Search the atlas",
    search_placeholder: "e.g. internet governance, C5, A/RES/70/125",
    search_clear: "Clear the search text",
    search_help: "Spaces in Korean do not matter. Put a phrase in quotation marks; put - before a word to leave it out.",
    suggestions: "Suggestions",

    result_count: |n| counted(n, "result", "results"),
    facets: "Narrow down",
    facet_names: [
        "Kind", "Process", "Topic", "Period", "Organisation", "Country", "Stakeholder group", "Source", "Status",
    ],
    facet_filter: |facet| format!("Find in {facet}"),
    facet_more: |facet, n| format!("{} more: {facet}", grouped(n)),
    facet_less: |facet| format!("Fewer: {facet}"),
    facet_chosen: |n| format!("{n} chosen"),
    refinements: "Chosen",
    remove_refinement: |label| format!("Remove {label}"),
    clear_all: "Clear all",
    sort: "Sort",
    sort_relevance: "Relevance",
    sort_newest: "Newest first",
    sort_oldest: "Oldest first",
    sort_name: "Name",
    more_results: |more, total| format!("Show {} more of {}", grouped(more), grouped(total)),
    no_results: "Nothing matches",
    no_results_help: "Changing one of these gives results.",
    drop_gives: |label, n| format!("Without “{label}”: {}", counted(n, "result", "results")),
    drop_text_gives: |n| format!("Without the search text: {}", counted(n, "result", "results")),
    matched_in: |fields| format!("matched {fields}"),
    found_as: |reading| format!("Showing results for “{reading}”."),
    search_literally: |query| format!("Search “{query}” as typed"),
    matched_fields: MatchedFields {
        name_ko: "Korean name",
        name_en: "English name",
        name_zh: "Chinese name",
        alias: "another name",
        identifier: "symbol or code",
        summary: "summary",
        related: "related record",
        details: "details",
    },

    front_lead: "From the World Summit on the Information Society through the Internet Governance Forum, the Roadmap for Digital Cooperation and \
                 the Global Digital Compact to WSIS+20: scattered documents and processes in one place, linked with one another, \
                 every fact with the source and the place where it stands.",
    front_questions: "Ask it this",
    front_timeline: "The processes on one line",
    front_timeline_note: "A bar is the time a process lasted. Choose a name to open its record.",
    front_kinds: "Everything, by kind",
    front_counts: |records, relations, sources| {
        format!(
            "{} · {} · {}",
            counted(records, "record", "records"),
            counted(relations, "relation", "relations"),
            counted(sources, "source", "sources")
        )
    },
    ongoing: "today",

    other_names: "Other names",
    date: "Date",
    status: "Status",
    target_date: "Target date",
    place: "Place",
    country: "Country",
    identifier: "Symbol",
    code: "Code",
    record_type: "Type",
    processes: "Process",
    topics: "Topics",
    groups: "Stakeholder group",
    address: "Web address",
    document_languages: "Languages",
    open_ended: "The list in the source is open: what is given here is not all of it.",
    no_finding: "The source names this session and says nothing of what came out of it.",
    components: "Components",
    scope: "Of",
    year: "Year",
    year_unknown: "not given",
    measured_by: "Measured by",
    backed_by: "Backed by",
    suspect: "The printed figure does not look right: see the correction.",
    qualifiers: [
        |n| format!("about {n}"),
        |n| format!("over {n}"),
        |n| format!("under {n}"),
        |n| format!("at most {n}"),
        |n| format!("at least {n}"),
    ],
    relations: "Relations",
    no_relations: "Nothing is linked to this record yet.",
    provenance: "Where this record stands",
    backs_fields: |fields| format!("backs: {fields}"),
    checked_on: |day| format!("checked {day}"),
    printed_as: |text| format!("printed as “{text}”"),
    targets: |targets| format!("targets {targets}"),
    corrections: "Corrections",
    printed: "Printed",
    sound: "Sound form",
    sound_unknown: "cannot be known",
    elsewhere: "Other sources",
    concerns: "Concerns",
    same_topic: "See also",
    copy_link: "Copy link",
    link_copied: "Link copied",
    copy_failed: "The link could not be copied. Copy the address below by hand.",
    previous: "Previous result",
    next: "Next result",
    back_to_results: "Results",
    position: |at, of| format!("{} of {}", grouped(at), grouped(of)),
    shown_in: |language| format!("shown in {language}"),
    language_names: ["Korean", "English", "Chinese"],

    sources_lead: "Every record of the atlas rests on the sources below. Each shows what was taken from it and what was corrected in it.",
    sources_main: "Source documents",
    sources_notes: "Works cited in notes",
    sources_other: "Other sources",
    contributed: |records, relations| {
        format!("backs {} and {}", counted(records, "record", "records"), counted(relations, "relation", "relations"))
    },
    contribution: "Records that rest on this source",
    show_in_explorer: "Show all of them in the explorer",
    authors: "Authors",
    publisher: "Publisher",
    container: "In",
    issued: "Issued",
    source_language: "Language",
    accessed: "Accessed",
    edition_of: "Document",
    note_of: "Note of",

    about: &[
        (
            "What it is",
            &[
                "The Digital Governance Atlas brings together the documents, processes, bodies, recommendations and commitments of the system of \
                 global digital governance. Several reports note that this system has no single, easily reached way in. The atlas means to be one.",
                "Everything runs in this browser alone. Nothing leaves it, not even what you search for; and the whole atlas can be kept as one \
                 HTML file and used without a network.",
            ],
        ),
        (
            "For whom",
            &["Policy staff of ministries and agencies, researchers and civil society, and the librarians and web teams who help them."],
        ),
        (
            "How to read it",
            &[
                "Every record gives the source and the place in it (section, paragraph, slide, note) where the fact stands. “Stated” means that the \
                 source says so, “derived” that it was counted or combined, “editorial” that an editor made the link and gives a reason.",
                "Where a source errs or sources disagree, the record shows the sound form and the correction says what is printed where.",
                "The sentences are ours; names, titles, symbols, dates and figures are the sources'.",
            ],
        ),
        (
            "Limits",
            &[
                "It holds what stands in five source documents and in outside sources that were checked one by one; what could not be checked is \
                 left out. It is no substitute for the official record: go to the original before you quote.",
                "Records without an English or Chinese text are shown in Korean and say so.",
            ],
        ),
        ("Licence", &["The program is under MIT or Apache-2.0, at your choice; the dataset is under CC BY 4.0."]),
    ],
    about_dataset: "Dataset",
    about_version: "Version of the program",
    about_hash: "Hash of the dataset (SHA-256)",
    about_as_of: "Outside facts as of",
    about_counts: "Records · relations · corrections",
    about_keyboard: "With the keyboard",
    about_keys: &[
        ("/", "Go to the search box"),
        ("↓ ↑", "Choose among the suggestions"),
        ("Enter", "Open the chosen suggestion; with none chosen, go to the first result"),
        ("Esc", "Close the suggestions; once more, clear the search text"),
        ("Tab", "Go to the next element"),
        ("Alt + ← →", "Back and forward in the browser"),
    ],

    not_found: "Not found",
    no_such_record: |id| format!("This edition has no record “{id}”."),
    no_such_page: |hash| format!("There is no page “{hash}”."),
    not_found_help: "The address may have been cut, or the link may be old. Try the search.",
    perhaps: "Perhaps one of these",
    link_problems: "Parts of the link could not be read. The rest applies.",
    unknown_parameter: |text| format!("unknown part “{text}”"),
    unknown_value: |facet, value| format!("no value “{value}” in {facet}"),
    dismiss: "Dismiss",

    foot_dataset: |hash, as_of| format!("Dataset {hash} · as of {as_of}"),
    foot_licence: "Dataset CC BY 4.0 · program MIT or Apache-2.0",
    dataset_unreadable: |error| format!("The dataset could not be read: {error}"),
    date_format: |year, month, day| match (month, day) {
        (Some(month), Some(day)) => format!("{day} {} {year}", month_name(month)),
        (Some(month), None) => format!("{} {year}", month_name(month)),
        _ => year.to_string(),
    },
    date_interval: |from, to| format!("{from} – {to}"),
    date_uncertain: |date| format!("{date} (uncertain)"),
    date_approximate: |date| format!("about {date}"),
    date_unspecified: |date| format!("{}s", date.replace('X', "0")),
    questions: &[
        ("Who looks after C5?", "#/record/action-line/c5"),
        ("What did the High-level Panel recommend?", "#/search?kind=recommendation&process=digital-cooperation"),
        ("What has been agreed about artificial intelligence?", "#/search?topic=artificial-intelligence"),
        ("What did WSIS+20 decide?", "#/search?process=wsis-plus-20"),
        ("Who sat in the round tables?", "#/search?kind=round-table"),
        ("What are the twelve commitments of the UN75 declaration?", "#/search?kind=commitment"),
        ("What was proposed to strengthen the IGF?", "#/search?q=IGF+강화"),
        ("Which figures rest on what?", "#/search?kind=statistic"),
    ],
};
