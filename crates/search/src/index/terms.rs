//! The dictionary and its posting lists as bytes.
//!
//! Little is written that follows from something else:
//! - Grams are pairs of few thousand units: for each first unit, which of them follow it.
//! - A Hangul word goes on with a unit that follows the one before it in some gram; its documents are among those of
//!   each of its grams, so its list names places in the list of the rarest. Most such lists are the same list.
//! - English stems follow from the words; the documents of a word are among those of its stem.

use super::Terms;
use crate::analyzer::{self, STEM_MARK};
use crate::bits::{BitReader, BitWriter};
use crate::bytes::{Reader, put_bytes, put_varint};
use crate::dictionary::Dictionary;
use crate::error::IndexError;
use crate::postings::{self, Occurrence, PLAIN, Posting};
use crate::sort;
use crate::text::{self, hangul};
use crate::work::{self, Pace};
use std::ops::Range;

/// What stands for a digit, and for any other unit, beside the 26 letters.
const DIGIT: u32 = 26;
const OTHER: u32 = 27;
const LETTERS: u32 = 28;

pub(super) fn write(terms: &Terms, docs: usize, out: &mut Vec<u8>) {
    let mut bits = BitWriter::default();
    write_grams(&terms.grams, &mut bits);
    let words =
        || (0..terms.words.len()).map(|at| terms.words.word(at)).filter(|word| !is_stem(word));
    bits.gamma(words().count() as u32 + 1);
    let mut before = Vec::new();
    for word in words() {
        let units = text::units(word);
        write_word(terms, &before, &units, &mut bits);
        before = units;
    }
    put_varint(out, terms.patterns.len() as u32);
    for pattern in &terms.patterns {
        put_varint(out, pattern.len() as u32);
        pattern.iter().for_each(|&(field, frequency)| out.extend([field, frequency]));
    }
    let list = |term: usize| terms.cursor(term).collect::<Vec<Posting>>();
    for term in 0..terms.grams.len() {
        write_list(&list(term), 1, docs, &mut bits);
    }
    // A stem may follow from a word that was put together and was not stemmed itself: its list is empty.
    for stem in work::at_once(stems(&terms.words, &Pace::endless())) {
        let known = terms.words.find(&stem);
        let postings = known.map_or(Vec::new(), |at| list(terms.grams.len() + at));
        write_list(&postings, 0, docs, &mut bits);
    }
    for at in 0..terms.words.len() {
        let word = terms.words.word(at);
        if !is_stem(word) {
            let postings = list(terms.grams.len() + at);
            match terms.reference(word) {
                Some(term) => write_part(&postings, &list(term), docs, &mut bits),
                None => write_list(&postings, 0, docs, &mut bits),
            }
        }
    }
    put_bytes(out, &bits.finish());
}

/// Reads what [`write`] wrote.
pub(super) async fn read(
    reader: &mut Reader<'_>,
    docs: usize,
    terms: &mut Terms,
    pace: &Pace,
) -> Result<(), IndexError> {
    reader.part("occurrence patterns");
    for _ in 0..reader.count()? {
        terms.patterns.push(read_pattern(reader)?);
    }
    reader.part("terms");
    let most = reader.most();
    let bytes = reader.bytes()?;
    pace.expect(bytes.len() + docs);
    // Lists take about twice the room in memory; growing step by step would leave holes as large.
    terms.postings.reserve(bytes.len() * 2);
    let mut lists = Lists::new(BitReader::new(bytes), docs, most, terms);
    lists.read(pace).await.ok_or_else(|| reader.corrupt())?;
    terms.postings.shrink_to_fit();
    Ok(())
}

fn is_stem(word: &str) -> bool {
    word.starts_with(STEM_MARK)
}

/// The stems of words, sorted.
async fn stems(words: &Dictionary, pace: &Pace) -> Vec<String> {
    let mut stems = Vec::new();
    let add = &mut |at: usize| {
        stems.extend(analyzer::english_stem(words.word(at)));
        Some(1)
    };
    pace.each(words.len(), add).await;
    let order = sort::order(stems.len(), &|a, b| stems.get(a).cmp(&stems.get(b)), pace).await;
    let take = |at: u32| stems.get_mut(at as usize).map(std::mem::take);
    let mut sorted: Vec<String> = order.into_iter().filter_map(take).collect();
    sorted.dedup();
    sorted
}

/// The units that occur in grams, then for each the ones that follow it.
fn write_grams(grams: &[u32], bits: &mut BitWriter) {
    let mut units: Vec<u64> = Vec::new();
    grams.iter().for_each(|&gram| units.extend([gram >> 16, gram & 0xFFFF].map(u64::from)));
    sort::keys(&mut units);
    units.dedup();
    let units: Vec<u32> = units.into_iter().map(|unit| unit as u32).collect();
    bits.gamma(units.len() as u32 + 1);
    bits.ascending(&units, 0, 0xFFFF);
    let mut rest = grams;
    for &first in &units {
        let (own, others) = rest.split_at(rest.partition_point(|gram| gram >> 16 == first));
        rest = others;
        let place = |gram: &u32| units.partition_point(|&unit| unit < gram & 0xFFFF) as u32;
        let next: Vec<u32> = own.iter().map(place).collect();
        bits.gamma(next.len() as u32 + 1);
        bits.ascending(&next, 0, units.len() as u32 - 1);
    }
}

fn read_grams(bits: &mut BitReader, most: usize) -> Option<Vec<u32>> {
    let mut units = vec![0; count(bits, 0x10000)?];
    bits.ascending(&mut units, 0, 0xFFFF)?;
    let mut grams = Vec::new();
    let mut next = Vec::new();
    for &first in &units {
        next.resize(count(bits, units.len())?, 0);
        bits.ascending(&mut next, 0, units.len() as u32 - 1)?;
        if grams.len() > most {
            return None;
        }
        grams.extend(next.iter().filter_map(|&at| Some(first << 16 | units.get(at as usize)?)));
    }
    Some(grams)
}

/// A count, which may not be above a bound.
fn count(bits: &mut BitReader, most: usize) -> Option<usize> {
    Some(bits.gamma()? as usize - 1).filter(|&count| count <= most)
}

/// The grams that begin with a unit, where words go on by them.
fn followers(terms: &Terms, unit: Option<&u16>) -> Range<usize> {
    match unit {
        Some(&unit) if hangul::is_syllable(unit) => {
            terms.gram_range(analyzer::gram(unit, 0), analyzer::gram(unit, u16::MAX))
        }
        _ => 0..0,
    }
}

/// The length a word shares with the one before it, the length of the rest, and each unit of the rest.
fn write_word(terms: &Terms, before: &[u16], word: &[u16], bits: &mut BitWriter) {
    let shared = word.iter().zip(before).take_while(|(a, b)| a == b).count();
    bits.gamma(shared as u32 + 1);
    bits.gamma((word.len() - shared) as u32 + 1);
    for at in shared..word.len() {
        let unit = word.get(at).copied().unwrap_or(0);
        let known = followers(terms, at.checked_sub(1).and_then(|at| word.get(at)));
        let place = known
            .clone()
            .position(|gram| terms.grams.get(gram).is_some_and(|&gram| gram as u16 == unit));
        // The number behind the last says that none of them follows.
        bits.below(place.unwrap_or(known.len()) as u32, known.len() as u32 + 1);
        if place.is_none() {
            write_unit(unit, bits);
        }
    }
}

fn write_unit(unit: u16, bits: &mut BitWriter) {
    match unit {
        0x61..=0x7A => bits.below(u32::from(unit - 0x61), LETTERS),
        0x30..=0x39 => {
            bits.below(DIGIT, LETTERS);
            bits.below(u32::from(unit - 0x30), 10);
        }
        _ => {
            bits.below(OTHER, LETTERS);
            bits.put(u32::from(unit), 16);
        }
    }
}

fn read_unit(bits: &mut BitReader) -> Option<u16> {
    Some(match bits.below(LETTERS)? {
        DIGIT => 0x30 + bits.below(10)? as u16,
        OTHER => bits.take(16)? as u16,
        letter => 0x61 + letter as u16,
    })
}

/// Reads grams, words and posting lists.
struct Lists<'a> {
    bits: BitReader<'a>,
    docs: usize,
    /// Postings there may still be, and terms.
    most: usize,
    /// What is read so far.
    terms: &'a mut Terms,
    /// The words without the stems, and the last of them as units.
    words: Dictionary,
    word: Vec<u16>,
    /// The list being read, and the one it is part of.
    numbers: Vec<u32>,
    postings: Vec<Posting>,
    whole: Vec<Posting>,
}

impl<'a> Lists<'a> {
    fn new(bits: BitReader<'a>, docs: usize, most: usize, terms: &'a mut Terms) -> Lists<'a> {
        Lists {
            bits,
            docs,
            most,
            terms,
            words: Dictionary::default(),
            word: Vec::new(),
            numbers: Vec::new(),
            postings: Vec::new(),
            whole: Vec::new(),
        }
    }

    /// Reads all terms and their lists: words come behind the stems.
    async fn read(&mut self, pace: &Pace) -> Option<()> {
        self.terms.grams = read_grams(&mut self.bits, self.most)?;
        let words = count(&mut self.bits, self.most)?;
        self.words.reserve(words, 0);
        pace.each(words, &mut |_| self.word(pace)).await?;
        pace.each(self.terms.grams.len(), &mut |_| self.gram_list(pace)).await?;
        let stems = stems(&self.words, pace).await;
        let bytes: usize = stems.iter().map(String::len).sum();
        self.terms.words.reserve(words + stems.len(), self.words.bytes() + bytes);
        pace.each(stems.len(), &mut |at| self.stem_list(stems.get(at)?, pace)).await?;
        pace.each(words, &mut |at| self.word_list(at, pace)).await
    }

    /// Tells progress: what was read since it was told last.
    fn tell(&mut self, pace: &Pace) -> Option<usize> {
        let read = self.bits.news();
        pace.tell(read);
        Some(1 + read)
    }

    /// Reads a word. It begins as the one before it.
    fn word(&mut self, pace: &Pace) -> Option<usize> {
        let shared = count(&mut self.bits, self.word.len())?;
        self.word.truncate(shared);
        for _ in 0..count(&mut self.bits, self.most)? {
            let known = followers(self.terms, self.word.last());
            let place = self.bits.below(known.len() as u32 + 1)? as usize;
            let follows = known.clone().nth(place).and_then(|gram| self.terms.grams.get(gram));
            self.word.push(match follows {
                Some(&gram) => gram as u16,
                None => read_unit(&mut self.bits)?,
            });
        }
        self.words.push(&String::from_utf16(&self.word).ok()?);
        self.tell(pace)
    }

    fn gram_list(&mut self, pace: &Pace) -> Option<usize> {
        self.list(1)?;
        self.terms.push_list(&self.postings);
        self.tell(pace)
    }

    fn stem_list(&mut self, stem: &str, pace: &Pace) -> Option<usize> {
        self.list(0)?;
        if !self.postings.is_empty() {
            self.terms.words.push(stem);
            self.terms.push_list(&self.postings);
        }
        self.tell(pace)
    }

    fn word_list(&mut self, at: usize, pace: &Pace) -> Option<usize> {
        let word = self.words.word(at);
        let other = self.terms.reference(word);
        self.terms.words.push(word);
        self.whole.clear();
        self.whole.extend(other.into_iter().flat_map(|term| self.terms.cursor(term)));
        match other {
            Some(term) if self.bits.take(1)? == 1 => {
                self.part()?;
                self.terms.push_part(&self.postings, &self.whole, term);
            }
            _ => {
                self.list(0)?;
                self.terms.push_list(&self.postings);
            }
        }
        self.tell(pace)
    }

    fn count(&mut self, count: usize, most: usize) -> Option<()> {
        self.most = self.most.checked_sub(count).filter(|_| count <= most)?;
        self.numbers.clear();
        self.numbers.resize(count, 0);
        Some(())
    }

    /// A list of its own.
    fn list(&mut self, least: usize) -> Option<()> {
        let count = (self.bits.gamma()? as usize - 1).checked_add(least)?;
        self.count(count, self.docs)?;
        self.bits.ascending(&mut self.numbers, 0, (self.docs as u32).saturating_sub(1))?;
        self.postings.clear();
        self.postings.extend(self.numbers.iter().map(|&doc| Posting { doc, code: PLAIN }));
        self.codes()
    }

    /// A list of places in another.
    fn part(&mut self) -> Option<()> {
        let len = self.whole.len() as u32;
        let count = len - self.bits.below(len)?.min(len);
        self.count(count as usize, self.whole.len())?;
        self.bits.ascending(&mut self.numbers, 0, len.checked_sub(1)?)?;
        self.postings.clear();
        let posting = |&place: &u32| self.whole.get(place as usize);
        self.postings.extend(self.numbers.iter().filter_map(posting));
        self.codes()
    }

    fn codes(&mut self) -> Option<()> {
        if self.bits.take(1)? == 0 {
            for posting in &mut self.postings {
                if self.bits.take(1)? == 0 {
                    posting.code = self.bits.gamma()? - 1;
                }
            }
        }
        Some(())
    }
}

/// The number of postings, which is at least `least`; their documents; their patterns where they are not all plain.
fn write_list(postings: &[Posting], least: u32, docs: usize, bits: &mut BitWriter) {
    bits.gamma((postings.len() as u32 + 1).saturating_sub(least));
    let numbers: Vec<u32> = postings.iter().map(|posting| posting.doc).collect();
    bits.ascending(&numbers, 0, (docs as u32).saturating_sub(1));
    write_codes(postings.iter().map(|posting| (posting.code, PLAIN)), bits);
}

/// A bit that says whether the documents are among those of another list; then how many, which, and the patterns that
/// differ. Else a list of its own.
fn write_part(postings: &[Posting], whole: &[Posting], docs: usize, bits: &mut BitWriter) {
    let place =
        |posting: &Posting| whole.binary_search_by_key(&posting.doc, |other| other.doc).ok();
    let places: Option<Vec<usize>> = postings.iter().map(place).collect();
    let places = places.filter(|places| !places.is_empty());
    bits.put(u32::from(places.is_some()), 1);
    let Some(places) = places else { return write_list(postings, 0, docs, bits) };
    bits.below(whole.len() as u32 - places.len() as u32, whole.len() as u32);
    let numbers: Vec<u32> = places.iter().map(|&place| place as u32).collect();
    bits.ascending(&numbers, 0, whole.len() as u32 - 1);
    let expected = places.iter().map(|&place| whole.get(place).map_or(PLAIN, |other| other.code));
    write_codes(postings.iter().map(|posting| posting.code).zip(expected), bits);
}

/// A bit that says whether all codes are as expected; if not, a bit for each, and the code where it is another.
fn write_codes(codes: impl Iterator<Item = (u32, u32)> + Clone, bits: &mut BitWriter) {
    let expected = codes.clone().all(|(code, expected)| code == expected);
    bits.put(u32::from(expected), 1);
    for (code, expected) in codes.filter(|_| !expected) {
        bits.put(u32::from(code == expected), 1);
        if code != expected {
            bits.gamma(code + 1);
        }
    }
}

fn read_pattern(reader: &mut Reader) -> Result<Occurrence, IndexError> {
    let count = reader.count()?;
    let pairs = reader.take(count.saturating_mul(2))?;
    Ok(pairs.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect())
}

impl Terms {
    /// A term whose documents include all those of a word, which is about to be added or known: the stem of an English
    /// word, the rarest gram of a Hangul word.
    pub(super) fn reference(&self, word: &str) -> Option<usize> {
        if let Some(stem) = analyzer::english_stem(word) {
            return self.words.find(&stem).map(|at| self.grams.len() + at);
        }
        let units = text::units(word);
        let pairs = units.windows(2).filter_map(|two| match *two {
            [first, second] if hangul::is_syllable(first) => Some(analyzer::gram(first, second)),
            _ => None,
        });
        let grams = pairs.flat_map(|gram| self.gram_range(gram, gram));
        grams.min_by_key(|&term| self.doc_freq(term..term + 1))
    }

    /// Adds the list of the next term.
    fn push_list(&mut self, postings: &[Posting]) {
        self.starts.push(self.postings.len() as u32);
        postings::write(postings, &mut self.postings);
    }

    /// Adds the list of the next term, taken from that of another term: equal lists are kept once.
    fn push_part(&mut self, postings: &[Posting], whole: &[Posting], other: usize) {
        if postings == whole {
            self.starts.push(self.starts.get(other).copied().unwrap_or(0));
        } else {
            self.push_list(postings);
        }
    }
}
