//! Where to cut a snippet.

use std::ops::Range;

/// Characters shown before the first mark, as a share of the whole.
const LEAD: usize = 4;

/// The window of about `max_chars` characters with the most marked bytes, moved to sensible places.
pub(crate) fn window(text: &str, marks: &[Range<usize>], max_chars: usize) -> Range<usize> {
    // All bytes but those in the middle of a character: each is written, and written over unless it counts.
    let mut starts = vec![0; text.len()];
    let mut chars = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if let Some(start) = starts.get_mut(chars) {
            *start = at;
        }
        chars += usize::from(byte & 0xC0 != 0x80);
    }
    starts.truncate(chars);
    if starts.len() <= max_chars {
        return 0..text.len();
    }
    let byte = |char_at: usize| starts.get(char_at).copied().unwrap_or(text.len());
    let char_at = |byte: usize| starts.partition_point(|&start| start < byte);
    let mut best = 0..byte(max_chars);
    let mut most = 0;
    // The window slides from mark to mark; what it holds changes at both of its ends.
    let (mut left, mut right, mut held) = (0, 0, 0);
    let windows = marks.iter().map(|mark| char_at(mark.start).saturating_sub(max_chars / LEAD));
    for first in std::iter::once(0).chain(windows) {
        let range = byte(first)..byte(first + max_chars);
        while let Some(mark) = marks.get(right).filter(|mark| mark.end <= range.end) {
            held += mark.len();
            right += 1;
        }
        while let Some(mark) =
            marks.get(left).filter(|mark| left < right && mark.start < range.start)
        {
            held -= mark.len();
            left += 1;
        }
        if held > most {
            most = held;
            best = range;
        }
    }
    let first_mark =
        marks.iter().find(|mark| best.start <= mark.start).map_or(best.end, |mark| mark.start);
    let last_mark =
        marks.iter().rev().find(|mark| mark.end <= best.end).map_or(best.start, |mark| mark.end);
    let start = cut_start(text, best.start, first_mark.min(best.end));
    start..cut_end(text, last_mark.max(start), best.end)
}

/// The beginning of a sentence between two places, else of a word, else the first place.
fn cut_start(text: &str, from: usize, to: usize) -> usize {
    if from == 0 {
        return 0;
    }
    let Some(part) = text.get(from..to) else { return from };
    let after = |found: (usize, char)| from + found.0 + found.1.len_utf8();
    let ends = |&(at, c): &(usize, char)| {
        matches!(c, '。' | '！' | '？' | '\n')
            || matches!(c, '.' | '!' | '?')
                && part.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_whitespace))
    };
    let sentence = part.char_indices().find(ends).map(after);
    let word = || part.char_indices().find(|(_, c)| c.is_whitespace()).map(after);
    let cut = sentence.or_else(word).unwrap_or(from);
    cut + text.get(cut..).map_or(0, |rest| rest.len() - rest.trim_start().len())
}

/// The end of the last word between two places, else the second place.
fn cut_end(text: &str, from: usize, to: usize) -> usize {
    if to >= text.len() {
        return text.len();
    }
    let Some(part) = text.get(from..to) else { return to };
    if text.get(to..).is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
        return to;
    }
    part.rfind(char::is_whitespace).filter(|&at| at > 0).map_or(to, |at| from + at)
}
