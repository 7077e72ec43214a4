//! Running a request: plan, match, decide what is a hit, filter and count, rank, describe.

use crate::collector::{self, Collected};
use crate::decide::{Decision, STRICT_SLOTS};
use crate::explain::{Explanation, TermScore};
use crate::index::Index;
use crate::marker::Marker;
use crate::matcher::Matcher;
use crate::pattern::{Pattern, Together};
use crate::plan::{self, Alternative, Evidence, Given, Plan, Slot};
use crate::query::{Clause, Node, Occur, Query};
use crate::rerank::Runs;
use crate::response::{Apart, Hit, Match, Reading, ReadingKind, Request, Response, Sort};
use crate::schema::FieldKind;
use crate::sort;
use crate::text::{class, fold};

/// Units of the texts that are looked at for contiguous runs of the query, in documents of mean length.
const RERANKED_UNITS: usize = 6_000;
/// Where the mean is less than this, twice as many: among sentences and titles hundreds of hits have nearly the same score.
const SHORT_TEXT: usize = 100;
/// The best hits whose texts these are: at least and at most so many.
const MIN_RERANKED: usize = 12;
const MAX_RERANKED: usize = 400;
/// Most that words standing together in one name add, as a share of the score.
const NAME_WEIGHT: f32 = 0.5;
/// What an identifier among the words of the query adds, as a share of the score: as much as the whole query in one piece,
/// because `70/125` means one document, whatever stands around it.
const SYMBOL_WEIGHT: f32 = 2.0;
/// How much more a document counts that a question is about by its name: who asks when it began wants to see it before
/// others that began.
const ASKED_ABOUT: f32 = 3.5;
/// How much more a document counts that has all words where not all are required. More puts what mentions everything before
/// what is asked about; unseen queries, five collections and the judged queries agree on no more than this.
const HAS_ALL: f32 = 1.15;
/// With fewer hits than this, documents that have only some of the words may be given too.
const FEW: usize = 5;
/// Texts of a hit said to have matched, at most.
const MAX_MATCHES: usize = 6;

/// The patterns of all readings that found something, for telling what a hit matched.
struct Looks<'a> {
    patterns: Vec<&'a Pattern>,
    together: Together,
}

impl Looks<'_> {
    fn of<'a>(found: &'a Found) -> Looks<'a> {
        let used = found.matcher.iter().flat_map(|matcher| &matcher.used);
        let patterns: Vec<&Pattern> = used.map(|used| &used.pattern).collect();
        Looks { together: Together::new(&patterns), patterns }
    }
}

/// What is known after matching and before ranking.
#[derive(Default)]
struct Found<'a> {
    matcher: Option<Matcher<'a>>,
    slots: Vec<Slot>,
    collected: Collected,
    exact: Vec<u32>,
    /// Documents with some of the words, where few have them all.
    partial: Vec<u32>,
    /// Documents that have the words apart which were typed together, where few have them so.
    apart: Option<Box<Found<'a>>>,
    relaxed: bool,
    /// The words, where not all of them are required.
    optional: u32,
    /// Documents that a question is about, by their names.
    topics: Vec<u32>,
}

impl Found<'_> {
    /// Marks what was found.
    fn marker(&self) -> Marker {
        let marker = |matcher: &Matcher| Marker::new(&matcher.used, &self.slots);
        self.matcher.as_ref().map(marker).unwrap_or_default()
    }

    /// How words written together were taken apart.
    fn taken_apart(&self) -> Option<Apart> {
        let mut readings = self.matcher.iter().flat_map(|matcher| &matcher.readings);
        let reading = readings.find(|reading| reading.kind == ReadingKind::Spaces)?.clone();
        Some(Apart { reading, marker: self.marker() })
    }
}

/// What of a query is not taken as it was typed.
#[derive(Clone, Copy, Default)]
struct Taken<'a> {
    /// Phrases that are taken as words.
    nowhere: &'a [String],
    /// Words written together are taken apart even where some document has them so.
    apart: bool,
}

impl Index {
    /// Searches.
    pub fn search(&self, request: &Request) -> Response {
        let found = self.run(request, true);
        let hits = |found: &Found, docs: &[u32], from: usize, limit: usize| {
            let looks = Looks::of(found);
            let ranked = self.rank_found(request, found, docs);
            let page = ranked.iter().skip(from).take(limit);
            page.map(|&(doc, score)| self.hit(doc, score, &looks, found)).collect()
        };
        let (readings, offers) = match &found.matcher {
            Some(matcher) => (matcher.readings.clone(), matcher.offers.clone()),
            None => Default::default(),
        };
        let (partial, partial_docs) = match &found.apart {
            Some(apart) => (&**apart, &apart.collected.docs),
            None => (&found, &found.partial),
        };
        Response {
            total: found.collected.docs.len(),
            hits: hits(&found, &found.collected.docs, request.offset, request.limit),
            partial: hits(partial, partial_docs, 0, request.partial),
            apart: found.apart.as_deref().and_then(Found::taken_apart),
            facets: collector::facet_counts(self, &found.collected.counts, &request.refinements),
            readings,
            offers,
            relaxed: found.relaxed,
            marker: found.marker(),
        }
    }

    /// The documents that [`Index::search`] gives as hits, in the same order, with their scores and nothing else:
    /// for callers that only need to know which documents are best.
    pub fn rank(&self, request: &Request) -> Vec<(u32, f32)> {
        let found = self.run(request, false);
        let mut ranked = self.rank_found(request, &found, &found.collected.docs);
        ranked.drain(..request.offset.min(ranked.len()));
        ranked.truncate(request.limit);
        ranked
    }

    /// For each facet that is refined, how many documents were found if its refinement were dropped.
    /// Meant for an empty result, to say which refinement to drop; facets come in the order of the request.
    pub fn without_refinements(&self, request: &Request) -> Vec<(usize, usize)> {
        self.run(request, false).collected.dropped
    }

    fn run(&self, request: &Request, count: bool) -> Found<'_> {
        let is_plain = |clause: &Clause| {
            clause.occur == Occur::Should && matches!(clause.nodes.as_slice(), [Node::Words(_)])
        };
        let plain = !request.literal && request.query.clauses.iter().all(is_plain);
        let typed = plain.then(|| text_of(&request.query));
        let Some(reading) = typed.and_then(|typed| self.meant_by_keys(typed.trim_end())) else {
            let mut found = self.run_loosely(request, &request.query, count, Taken::default());
            found.apart = self.run_apart(request, &found);
            return found;
        };
        let mut query = Query::parse(&reading.read_as);
        query.open = request.query.open;
        let mut found = self.run_loosely(request, &query, count, Taken::default());
        if let Some(matcher) = &mut found.matcher {
            matcher.readings.insert(0, reading);
        }
        found
    }

    /// Where few documents have what was typed together, those that have its words apart: 미래정상회의결과문서.
    fn run_apart(&self, request: &Request, found: &Found) -> Option<Box<Found<'_>>> {
        let several = |slot: &Slot| plan::may_be_several(&slot.units);
        if request.literal || !gives_partial(request, found) || !found.slots.iter().any(several) {
            return None;
        }
        let taken = Taken { apart: true, ..Taken::default() };
        let mut apart = self.run_loosely(request, &request.query, false, taken);
        apart.collected.docs.retain(|doc| !found.collected.docs.contains(doc));
        let sound = !apart.relaxed && !apart.collected.docs.is_empty();
        (sound && apart.taken_apart().is_some()).then(|| Box::new(apart))
    }

    /// Runs a request with what is meant by its query.
    fn run_loosely(
        &self,
        request: &Request,
        query: &Query,
        count: bool,
        Taken { nowhere, apart }: Taken,
    ) -> Found<'_> {
        let (filters, unknown) = collector::filters(self, query, &request.refinements);
        let given = Given { unknown: &unknown, nowhere, literal: request.literal, apart };
        let Plan { mut slots, natural, cuts, wholes, called, topics } =
            plan::plan(self, query, &given);
        if slots.is_empty() {
            let all = (0..self.len() as u32).collect();
            let collected = collector::collect(self, all, &filters, count);
            return Found { collected, ..Found::default() };
        }
        let mut matcher = Matcher::new(self, slots.len() <= STRICT_SLOTS);
        matcher.readings = cuts;
        matcher.around.alone = slots.len() == 1;
        matcher.around.lost = slots.iter().filter(|slot| !slot.is_possible()).count();
        let matched: Vec<usize> =
            slots.iter_mut().map(|slot| matcher.run(slot, request.literal)).collect();
        let missing = missing(&slots, &matched, natural);
        if nowhere.is_empty() && !request.literal && !missing.is_empty() {
            return self.run_loosely(request, query, count, Taken { nowhere: &missing, apart });
        }
        let mut decision = Decision::of(self, &matcher, &slots, &matched, natural);
        if !request.literal && !decision.relaxed {
            decision.add(&matcher, called);
        }
        let optional = decision.optional;
        let mut exact = decision.add(&matcher, self.named_so(forms(query).chain(wholes)));
        if exact.is_empty() {
            exact = self.named_as_understood(&matcher, &slots, &decision.complete);
        }
        let collected = collector::collect(self, decision.hits, &filters, count);
        let relaxed = (decision.relaxed || !nowhere.is_empty()) && !collected.docs.is_empty();
        let mut found = Found {
            matcher: Some(matcher),
            slots,
            collected,
            exact,
            relaxed,
            optional,
            topics,
            ..Found::default()
        };
        // What is looked for apart is itself such a list.
        if !apart && gives_partial(request, &found) {
            found.partial = collector::collect(self, decision.partial, &filters, false).docs;
            found.partial.retain(|doc| !found.collected.docs.contains(doc));
        }
        found
    }

    /// What the score of a document is multiplied by as a whole.
    fn importance(&self, doc: u32, found: &Found) -> f32 {
        let about = if found.topics.contains(&doc) { ASKED_ABOUT } else { 1.0 };
        let mask = || found.matcher.as_ref().map_or(0, |matcher| matcher.entry(doc).mask);
        let has_all = found.optional != 0 && mask() & found.optional == found.optional;
        self.prior(doc) * about * if has_all { HAS_ALL } else { 1.0 }
    }

    /// Documents that were found in order, with their scores.
    fn rank_found(&self, request: &Request, found: &Found, docs: &[u32]) -> Vec<(u32, f32)> {
        let score = |&doc: &u32| {
            let score = found.matcher.as_ref().map_or(1.0, |matcher| matcher.entry(doc).score);
            (doc, score * self.importance(doc, found))
        };
        let docs = docs.iter();
        let mut ranked: Vec<(u32, f32)> = match request.sort {
            Sort::Key { key, descending } => {
                let mut ranked = docs.map(score).collect();
                self.sort_by_key(&mut ranked, key, descending);
                ranked
            }
            Sort::Relevance => {
                let wanted = (request.offset + request.limit).max(self.reranked());
                let is_exact = |doc: &&u32| found.exact.binary_search(doc).is_ok();
                let (mut ranked, mut others): (Vec<_>, Vec<_>) = if found.exact.is_empty() {
                    (Vec::new(), docs.map(score).collect())
                } else {
                    let others = docs.clone().filter(|doc| !is_exact(doc)).map(score).collect();
                    (docs.filter(is_exact).map(score).collect(), others)
                };
                for hits in [&mut ranked, &mut others] {
                    best_first(hits, wanted);
                    if found.matcher.is_some() {
                        self.rerank(request, found, hits);
                    }
                }
                ranked.extend(others);
                ranked
            }
        };
        if found.matcher.is_none() {
            ranked.iter_mut().for_each(|hit| hit.1 = 0.0);
        }
        ranked
    }

    fn sort_by_key(&self, ranked: &mut Vec<(u32, f32)>, key: usize, descending: bool) {
        let ranks = self.sort_ranks.get(key).map_or(&[][..], Vec::as_slice);
        let mut keys: Vec<u64> = Vec::with_capacity(ranked.len());
        for (at, hit) in ranked.iter().enumerate() {
            let rank = ranks.get(hit.0 as usize).copied().unwrap_or(u32::MAX);
            let rank = if descending && rank != u32::MAX { u32::MAX - 1 - rank } else { rank };
            keys.push(sort::key(rank, at as u32));
        }
        sort::keys(&mut keys);
        let sorted =
            keys.iter().filter_map(|&key| ranked.get(sort::parts(key).1 as usize).copied());
        *ranked = sorted.collect();
    }

    /// Looks at the texts of the best hits again.
    fn rerank(&self, request: &Request, found: &Found, ranked: &mut Vec<(u32, f32)>) {
        let rest = ranked.split_off(ranked.len().min(self.reranked()));
        if !ranked.is_empty() {
            let mut runs = Runs::new(&fold::fold(&understood(request, found)));
            let room = &mut Vec::new();
            ranked.iter_mut().for_each(|hit| hit.1 *= self.nearness(&mut runs, found, hit.0, room));
            best_first(ranked, usize::MAX);
        }
        ranked.extend(rest);
    }

    /// How many of the best hits are looked at again: more where texts are short.
    fn reranked(&self) -> usize {
        let mean = self.streams.units() / self.len().max(1);
        let units = RERANKED_UNITS * if mean < SHORT_TEXT { 2 } else { 1 };
        (units / mean.max(1)).clamp(MIN_RERANKED, MAX_RERANKED)
    }

    /// Factor of the score: grows with the share of the query that stands in one piece in a value, doubly so in a name
    /// of about its length, with the share of the words that stand in one name together, and with an identifier among the
    /// words. `room` is for reading.
    fn nearness(&self, runs: &mut Runs, found: &Found, doc: u32, room: &mut Vec<u16>) -> f32 {
        let (mut in_one_piece, mut in_one_name, mut symbol) = (0f32, 0f32, 0f32);
        let mask = found.matcher.as_ref().map_or(0, |matcher| matcher.entry(doc).mask);
        for value in self.values.of(doc) {
            let mut bonus = runs.bonus(self.streams.text(value));
            let kind = self.field_kind(self.values.field(value));
            if kind != FieldKind::Text {
                let (units, flags) = self.streams.get(value, room);
                if kind == FieldKind::Identifier
                    && found.slots.iter().any(|slot| gives(slot, units))
                {
                    symbol = SYMBOL_WEIGHT;
                }
                bonus *= 1.0 + runs.likeness(units.len());
                in_one_name = in_one_name.max(words_in(units, flags, mask, found));
            }
            in_one_piece = in_one_piece.max(bonus);
        }
        1.0 + in_one_piece + NAME_WEIGHT * in_one_name + symbol
    }

    fn hit(&self, doc: u32, score: f32, looks: &Looks, found: &Found) -> Hit {
        let matched = found
            .matcher
            .as_ref()
            .map_or_else(Vec::new, |matcher| self.matches(doc, matcher, looks, found));
        Hit {
            doc,
            id: self.id(doc).to_owned(),
            score,
            exact: found.exact.binary_search(&doc).is_ok(),
            matched,
        }
    }

    /// See [`Index::explain`].
    pub(crate) fn explained(&self, request: &Request, doc: u32) -> Explanation {
        let mut found = self.run(request, false);
        if let Some(apart) = found.apart.take_if(|apart| apart.collected.docs.contains(&doc)) {
            found = *apart;
        }
        let Some(matcher) = &found.matcher else { return Explanation::default() };
        let mut terms = Vec::new();
        let mut bits = 0;
        let room = &mut Vec::new();
        for alternative in &matcher.used {
            let holds = self.holds(doc, alternative, room);
            // As in the matcher: what an earlier reading found is not found again, and other readings count only whole.
            let counts = bits & alternative.bits != alternative.bits
                && (holds || alternative.kind == ReadingKind::Literal);
            for evidence in alternative.evidence.iter().filter(|_| counts) {
                self.explain_evidence(alternative, evidence, doc, &mut terms);
            }
            bits |= if holds { alternative.bits } else { 0 };
        }
        let score_among = |docs: &[u32]| {
            self.rank_found(request, &found, docs).iter().find(|hit| hit.0 == doc).map(|hit| hit.1)
        };
        let hit = score_among(&found.collected.docs).or_else(|| score_among(&found.partial));
        let score = hit.unwrap_or(0.0);
        let mut runs = Runs::new(&fold::fold(&understood(request, &found)));
        let runs = self.nearness(&mut runs, &found, doc, room);
        let prior = self.importance(doc, &found);
        Explanation { score, terms, prior, runs, exact: found.exact.binary_search(&doc).is_ok() }
    }

    fn explain_evidence(
        &self,
        alternative: &Alternative,
        evidence: &Evidence,
        doc: u32,
        out: &mut Vec<TermScore>,
    ) {
        let weight = evidence.worth * alternative.weight;
        for term in evidence.terms.clone() {
            let Some(posting) = self.terms.cursor(term).find(|posting| posting.doc == doc) else {
                continue;
            };
            let frequency = self.norms.score(&self.terms.patterns, posting);
            let term = self.terms.name(term);
            out.push(TermScore {
                term,
                kind: alternative.kind,
                doc_freq: evidence.doc_freq,
                weight,
                frequency,
                score: weight * frequency,
            });
        }
    }

    /// Which values of a document hold what the query asks for.
    fn matches(&self, doc: u32, matcher: &Matcher, looks: &Looks, found: &Found) -> Vec<Match> {
        let mut counts = [0usize; crate::index::builder::MAX_FIELDS];
        let mut matches = Vec::new();
        let mut holds = vec![false; matcher.used.len()];
        let mut room = Vec::new();
        for value in self.values.of(doc) {
            let field = self.values.field(value);
            let place =
                counts.get_mut(field).map_or(0, |count| std::mem::replace(count, *count + 1));
            let (units, flags) = self.streams.get(value, &mut room);
            holds.fill(false);
            looks.together.walk(&looks.patterns, units, flags, &mut |number, _| {
                if let Some(held) = holds.get_mut(number) {
                    *held = true;
                }
            });
            let holding = matcher.used.iter().zip(&holds).filter(|(_, held)| **held);
            let (mut bits, mut kind) = (0u32, None);
            for (alternative, _) in holding {
                if bits & alternative.bits != alternative.bits {
                    bits |= alternative.bits;
                    kind = kind.max(Some(alternative.kind));
                }
            }
            let Some(kind) = kind else { continue };
            let exact = found.exact.binary_search(&doc).is_ok()
                && self.field_kind(field) != FieldKind::Text
                && found.slots.iter().all(|slot| bits & slot.bits != 0)
                && self.is_exact(value, found);
            let language = self.language(value).to_owned();
            matches.push(Match {
                field,
                value: place,
                language,
                kind,
                words: bits.count_ones() as usize,
                exact,
            });
        }
        let order = |one: &Match| (!one.exact, usize::MAX - one.words, one.kind);
        sort::sort_by(&mut matches, &|a, b| order(a).cmp(&order(b)));
        matches.truncate(MAX_MATCHES);
        matches
    }

    /// A value as long as all slots together is the whole query.
    fn is_exact(&self, value: usize, found: &Found) -> bool {
        let plain = |units: &[u16]| units.iter().filter(|&&unit| unit != class::SPACE).count();
        let asked: usize = found.slots.iter().map(|slot| plain(&slot.units)).sum();
        plain(self.streams.get(value, &mut Vec::new()).0) == asked
    }
}

/// True when few documents were found, and more are wanted then.
fn gives_partial(request: &Request, found: &Found) -> bool {
    let few = found.collected.docs.len() < FEW && request.sort == Sort::Relevance;
    few && request.partial > 0
}

/// Phrases that stand nowhere in a query that asks for something else too: they are then looked for as words.
/// A question that quotes a title nearly right would else be answered as if it had not quoted.
fn missing(slots: &[Slot], matched: &[usize], natural: bool) -> Vec<String> {
    let others = natural || slots.iter().any(|slot| slot.occur == Occur::Should);
    let missing = slots
        .iter()
        .zip(matched)
        .filter(|(slot, found)| others && slot.occur == Occur::Must && **found == 0);
    missing.map(|(slot, _)| slot.typed.clone()).collect()
}

/// The words of a query without its facets.
fn text_of(query: &Query) -> String {
    let mut text = String::new();
    let wanted = query.clauses.iter().filter(|clause| clause.occur != Occur::MustNot);
    for node in wanted.flat_map(|clause| &clause.nodes) {
        match node {
            Node::Words(part) | Node::Phrase(part) | Node::Prefix(part) => {
                text.push_str(part);
                text.push(' ');
            }
            Node::Field { .. } => {}
        }
    }
    text
}

/// What may be a name as it was typed: all of it, and what stands outside of brackets.
fn forms(query: &Query) -> impl Iterator<Item = Vec<u16>> {
    let text = text_of(query);
    let outside = outside_brackets(&text).map(|text| fold::fold(&text).units);
    std::iter::once(fold::fold(&text).units).chain(outside)
}

/// A text without what stands in brackets, which is often another name: `WHO(세계보건기구)`.
fn outside_brackets(text: &str) -> Option<String> {
    if !text.contains(['(', '（']) {
        return None;
    }
    let (mut outside, mut depth) = (String::new(), 0usize);
    for c in text.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    Some(outside)
}

/// The words of a request with typing errors and keyboard modes mended.
fn understood(request: &Request, found: &Found) -> String {
    let mut text = text_of(&request.query);
    let mended = |reading: &&Reading| {
        !reading.typed.is_empty()
            && matches!(
                reading.kind,
                ReadingKind::Spaces | ReadingKind::Keyboard | ReadingKind::Typo
            )
    };
    for reading in found.matcher.iter().flat_map(|matcher| &matcher.readings).filter(mended) {
        text = replaced(&text, &reading.typed, &reading.read_as);
    }
    text
}

/// A text in which one piece is replaced by another wherever it stands. The standard `replace` is 3 KB of WebAssembly.
fn replaced(text: &str, from: &str, to: &str) -> String {
    let mut out = String::new();
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        if at >= skip && text.get(at..).is_some_and(|rest| rest.starts_with(from)) {
            out.push_str(to);
            skip = at + from.len();
        }
        if at >= skip {
            out.push(c);
        }
    }
    out
}

/// True when a word of the query is an identifier with digits, or several of its last parts.
fn gives(slot: &Slot, identifier: &[u16]) -> bool {
    let digits = slot.units.iter().any(|&unit| class::is_digit(unit));
    let parts = || slot.units.contains(&class::SPACE);
    let before = |rest: &[u16]| rest.is_empty() || parts() && rest.ends_with(&[class::SPACE]);
    digits
        && slot.occur != Occur::MustNot
        && identifier.strip_suffix(&*slot.units).is_some_and(before)
}

/// Share of the slots that are found in a text, squared: half of the words say much less than all.
/// Only the slots of `mask`, which the whole document satisfies, are looked for.
fn words_in(units: &[u16], flags: &[u8], mask: u32, found: &Found) -> f32 {
    let used = found.matcher.iter().flat_map(|matcher| &matcher.used);
    let bits = used
        .filter(|used| mask & used.bits != 0 && used.pattern.occurs(units, flags))
        .fold(0u32, |bits, used| bits | used.bits);
    let share = bits.count_ones() as f32 / found.slots.len().clamp(1, plan::MAX_BITS) as f32;
    share * share
}

/// Puts the best `wanted` hits in order, best score first, then as documents were added; cuts the rest off.
/// Scores are never negative, so their bits sort as they do.
pub(crate) fn best_first(ranked: &mut Vec<(u32, f32)>, wanted: usize) {
    let mut keys: Vec<u64> =
        ranked.iter().map(|hit| sort::key(!hit.1.max(0.0).to_bits(), hit.0)).collect();
    sort::smallest(&mut keys, wanted);
    sort::keys(&mut keys);
    let hit = |&key: &u64| (sort::parts(key).1, f32::from_bits(!sort::parts(key).0));
    *ranked = keys.iter().map(hit).collect();
}
