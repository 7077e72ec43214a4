//! Words of letters typed without spaces, cut with the dictionary of the index and with what stands side by side in its texts.
//!
//! Every piece that is a word, a question word or no known word is an edge from one place of the run to another. Edges on no
//! path nearly as cheap as the cheapest are dropped. Of the paths that are left, those whose words follow each other in some
//! text cost less: `thereview` is `the review`, though `there` and `view` are words too.

use super::Manner;
use super::segment::{Piece, QUESTION_COST, SHORT_COST, UNKNOWN_COST, WORD_COST};
use crate::analyzer::{self, stop};
use crate::index::Index;
use crate::pattern::Pattern;
use crate::postings::Cursor;
use crate::scorer;
use crate::text::class::{self, SPACE};
use std::ops::Range;

/// Longest piece looked up, in letters.
const MAX_LETTERS: usize = 24;
/// Letters of a word at least, numbers apart. Nearly every pair of letters is a word somewhere, so these cost more.
const MIN_LETTERS: usize = 2;
/// Letters of a grammatical ending, at most.
const MAX_SUFFIX: usize = 6;
/// What a word costs more of which only the stem, or the beginning, is known.
const STEM_COST: f32 = 5.0;
/// Cost of every letter but the first that belongs to no known word: such a word is one piece, not the little words it
/// can be made of.
const FURTHER_COST: f32 = 4.0;
/// What two words cost less that follow each other in a text.
const NEIGHBOUR_GAIN: f32 = 4.0;
/// How much dearer than the cheapest a path may be before its neighbours are looked for.
const MARGIN: f32 = 8.0;
/// Documents with both of two words that are looked through for them side by side.
const MAX_LOOKS: usize = 32;
/// Units of texts that are looked at for one run: some milliseconds, whatever is typed and however long the texts are.
pub(super) const MAX_LOOKED: usize = 4_000_000;

/// A piece that a path may take.
struct Edge {
    piece: Piece,
    cost: f32,
}

/// The cheapest way up to the end of an edge, and the number of the edge before.
type Path = (f32, Option<usize>);

/// Cuts a run of letters; its last word may be the beginning of a longer one. Only a sentence may hold pieces that are no
/// known word: there are no pieces of another run that cannot do without.
pub(super) fn cut(index: &Index, units: &[u16], manner: Manner) -> Vec<Piece> {
    let edges = near_best(edges(index, units, manner), units.len());
    let mut paths: Vec<Path> = Vec::with_capacity(edges.len());
    let mut left = MAX_LOOKED;
    for edge in &edges {
        let here = edge.piece.range();
        let mut best: Path = (if here.start == 0 { edge.cost } else { f32::INFINITY }, None);
        for (number, (before, path)) in edges.iter().zip(&paths).enumerate() {
            let (before, cost) = (before.piece.range(), path.0 + edge.cost);
            if before.end != here.start || cost - NEIGHBOUR_GAIN >= best.0 {
                continue;
            }
            let together = side_by_side(index, of(units, &before), of(units, &here), &mut left);
            let cost = if together { cost - NEIGHBOUR_GAIN } else { cost };
            best = if cost < best.0 { (cost, Some(number)) } else { best };
        }
        paths.push(best);
    }
    cheapest(edges, &paths, units.len())
}

/// The pieces of the cheapest path to the end.
fn cheapest(edges: Vec<Edge>, paths: &[Path], len: usize) -> Vec<Piece> {
    let cost = |at: &usize| paths.get(*at).map_or(f32::INFINITY, |path| path.0);
    let last = edges.iter().enumerate().filter(|(_, edge)| edge.piece.range().end == len);
    let mut next = last.map(|(at, _)| at).min_by(|a, b| cost(a).total_cmp(&cost(b)));
    let mut pieces = Vec::new();
    while let Some(at) = next {
        pieces.extend(edges.get(at).map(|edge| edge.piece.clone()));
        next = paths.get(at).and_then(|path| path.1);
    }
    pieces.reverse();
    pieces
}

/// Every piece that may stand anywhere, in the order of their beginnings.
fn edges(index: &Index, units: &[u16], manner: Manner) -> Vec<Edge> {
    let mut edges = Vec::new();
    for from in 0..units.len() {
        // Letters that words begin with, so far: a word of which only the stem is known goes on a little.
        let mut begun = 0;
        for to in from + 1..=units.len().min(from + MAX_LETTERS) {
            let len = to - from;
            let unknown = UNKNOWN_COST + FURTHER_COST * (len - 1) as f32;
            if manner.sentence {
                edges.push(Edge { piece: Piece::Unknown(from..to), cost: unknown });
            }
            if len > begun + MAX_SUFFIX {
                continue;
            }
            let piece = units.get(from..to).unwrap_or(&[]);
            let word = String::from_utf16_lossy(piece);
            let begins = begun + 1 == len && !index.terms.words_with_prefix(&word).is_empty();
            begun += usize::from(begins);
            let short = if len <= MIN_LETTERS { SHORT_COST } else { 0.0 };
            if stop::is_english(piece) {
                let piece = Piece::Question(from..to);
                edges.push(Edge { piece, cost: QUESTION_COST + short });
            } else if len >= MIN_LETTERS || is_number(units, &(from..to)) {
                let open = begins && manner.open && to == units.len();
                let cost = word_cost(index, &word, begins, open);
                let piece = |cost| Edge { piece: Piece::Word(from..to), cost: cost + short };
                edges.extend(cost.map(piece));
            }
        }
    }
    edges
}

/// The cost of a word: one of the index, which then `begins` one, or one of which only the stem or, at an `open` end, the
/// beginning is known.
fn word_cost(index: &Index, word: &str, begins: bool, open: bool) -> Option<f32> {
    let terms = &index.terms;
    let mut term = if begins { terms.word(word) } else { 0..0 };
    let mut cost = WORD_COST;
    if term.is_empty() {
        term = analyzer::english_stem(word).map_or(0..0, |stem| terms.word(&stem));
        cost += STEM_COST;
    }
    if term.is_empty() {
        return open.then_some(cost);
    }
    Some(cost + scorer::idf(index.len(), terms.doc_freq(term)))
}

/// True for all digits of a number.
fn is_number(units: &[u16], range: &Range<usize>) -> bool {
    let before = range.start.checked_sub(1).is_some_and(|before| is_digit(units, before));
    !before && !is_digit(units, range.end) && range.clone().all(|at| is_digit(units, at))
}

fn is_digit(units: &[u16], at: usize) -> bool {
    units.get(at).is_some_and(|&unit| class::is_digit(unit))
}

/// The edges on paths that cost little more than the cheapest.
fn near_best(mut edges: Vec<Edge>, len: usize) -> Vec<Edge> {
    let at = |costs: &[f32], place: usize| costs.get(place).copied().unwrap_or(f32::INFINITY);
    let reach = |steps: &mut dyn Iterator<Item = (usize, usize, f32)>, start: usize| {
        let mut costs = vec![f32::INFINITY; len + 1];
        costs.get_mut(start).into_iter().for_each(|cost| *cost = 0.0);
        for (from, to, cost) in steps {
            let cost = at(&costs, from) + cost;
            if let Some(known) = costs.get_mut(to).filter(|known| cost < **known) {
                *known = cost;
            }
        }
        costs
    };
    let ends = |edge: &Edge| (edge.piece.range().start, edge.piece.range().end);
    // Edges come in the order of their beginnings, so that every place is reached before it is left.
    let forth = |edge: &Edge| (ends(edge).0, ends(edge).1, edge.cost);
    let before = reach(&mut edges.iter().map(forth), 0);
    let back = |edge: &Edge| (ends(edge).1, ends(edge).0, edge.cost);
    let after = reach(&mut edges.iter().rev().map(back), len);
    let most = at(&before, len) + MARGIN;
    edges.retain(|edge| at(&before, ends(edge).0) + edge.cost + at(&after, ends(edge).1) <= most);
    edges
}

/// True when every two neighbouring pieces stand side by side in some text, or `may` do so.
pub(super) fn stand_together(
    index: &Index,
    units: &[u16],
    pieces: &[Piece],
    may: &dyn Fn(&Piece, &Piece) -> bool,
) -> bool {
    let mut left = MAX_LOOKED;
    let mut pairs = pieces.iter().zip(pieces.iter().skip(1));
    pairs.all(|(one, two)| {
        let beside =
            |left| side_by_side(index, of(units, &one.range()), of(units, &two.range()), left);
        may(one, two) || beside(&mut left)
    })
}

/// Where a word comes apart into two that stand side by side in some text: `middleclass`, `sdg13`. Numbers stay whole.
pub(super) fn halves(index: &Index, units: &[u16]) -> Option<usize> {
    let fits = |at: &usize| {
        let digit = is_digit(units, *at);
        let inside = digit && is_digit(units, at - 1);
        !inside && (digit || units.len() - at >= MIN_LETTERS)
    };
    let mut left = MAX_LOOKED;
    let mut places = (MIN_LETTERS..units.len()).filter(fits);
    places.find(|&at| {
        side_by_side(index, of(units, &(0..at)), of(units, &(at..units.len())), &mut left)
    })
}

/// The units of a piece.
fn of<'u>(units: &'u [u16], range: &Range<usize>) -> &'u [u16] {
    units.get(range.clone()).unwrap_or(&[])
}

/// Two words with a space between them.
pub(super) fn spaced(one: &[u16], two: &[u16]) -> Vec<u16> {
    [one, &[SPACE], two].concat()
}

/// True when two words stand one behind the other in one of the first documents that have both. `left` is how
/// many units of texts may still be looked at.
pub(super) fn side_by_side(index: &Index, one: &[u16], two: &[u16], left: &mut usize) -> bool {
    let term = |word: &[u16]| index.terms.word(&String::from_utf16_lossy(word));
    let first = term(one);
    if first.is_empty() {
        return false;
    }
    let second = term(two);
    if second.is_empty() {
        return false;
    }
    let (first, second) = (index.terms.cursor(first.start), index.terms.cursor(second.start));
    let rarer_first = first.remaining() < second.remaining();
    let (rarer, other) = if rarer_first { (first, second) } else { (second, first) };
    let pattern = Pattern::word(&spaced(one, two));
    let docs = in_both(rarer, other).take(MAX_LOOKS);
    let mut values = docs.flat_map(|doc| index.values.of(doc));
    let mut room = Vec::new();
    values.any(|value| {
        let (units, flags) = index.streams.get(value, &mut room);
        *left = left.saturating_sub(units.len());
        *left > 0 && pattern.occurs(units, flags)
    })
}

/// True when some document has both words, in any of their forms.
pub(super) fn share_a_document(index: &Index, one: &[u16], two: &[u16]) -> bool {
    let list = |word: &[u16]| {
        let word = String::from_utf16_lossy(word);
        let stem = analyzer::english_stem(&word).map(|stem| index.terms.word(&stem));
        let term = stem.filter(|stem| !stem.is_empty()).unwrap_or_else(|| index.terms.word(&word));
        (!term.is_empty()).then(|| index.terms.cursor(term.start))
    };
    match (list(one), list(two)) {
        (Some(one), Some(two)) => in_both(one, two).next().is_some(),
        _ => false,
    }
}

/// The documents of one list that are in another too.
fn in_both<'a>(one: Cursor<'a>, other: Cursor<'a>) -> impl Iterator<Item = u32> + 'a {
    let mut others = other.map(|posting| posting.doc).peekable();
    one.map(|posting| posting.doc).filter(move |&doc| {
        while others.next_if(|&other| other < doc).is_some() {}
        others.peek() == Some(&doc)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::units;
    use crate::{Document, FieldKind, FieldOptions, IndexBuilder, Schema};

    fn index(texts: &[&str]) -> Index {
        let fields = vec![FieldOptions::new("text", FieldKind::Text, 1.0)];
        let mut builder = IndexBuilder::new(Schema { fields, ..Schema::default() });
        texts.iter().for_each(|text| builder.add(&Document::new(text).text(0, text)));
        builder.finish()
    }

    #[test]
    fn what_stands_side_by_side_decides() {
        let index = index(&[
            "The review of politics, and a report on steam engines.",
            "There was a view over the port. They are nice, as team and act.",
            "An actor of the middle-class. 20 years of healthcare.",
        ]);
        let check = |run: &str, expect: &str| {
            let run = units(run);
            let pieces = cut(&index, &run, Manner { sentence: true, ..Manner::default() });
            let words: Vec<String> =
                pieces.iter().map(|piece| String::from_utf16_lossy(&run[piece.range()])).collect();
            assert_eq!(words.join(" "), expect);
        };
        check("thereviewofpolitics", "the review of politics");
        check("areportonsteamengines", "a report on steam engines");
        check("areportonteams", "a report on teams");
        check("20yearsofhealthcare", "20 years of healthcare");
        check("thezyxwvunreview", "the zyxwvun review");
        check("", "");
    }

    #[test]
    fn words_come_apart_where_they_stand_apart() {
        let index =
            index(&["The middle class and the Middle-East.", "over the top: SDG 13, SDG-5b"]);
        let check = |word: &str, expect: Option<usize>| {
            assert_eq!(halves(&index, &units(word)), expect, "{word}");
        };
        check("middleclass", Some(6));
        check("middleeast", Some(6));
        check("sdg13", Some(3));
        check("sdg1", None);
        check("sdg5b", Some(3));
        check("overtop", None);
        check("top", None);
        check("", None);
    }
}
