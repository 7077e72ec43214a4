// What users of the peers have to write themselves: a tokenizer for languages without spaces, and snippets.

const RUNS = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[^\p{Z}\p{P}\s\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;
const CJK = /^[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Words of letters and digits; runs of Hangul and Han cut into overlapping pairs. */
export function bigrams(text) {
  const tokens = [];
  for (const [run] of text.matchAll(RUNS)) {
    if (!CJK.test(run) || run.length < 2) {
      tokens.push(run);
      continue;
    }
    for (let at = 0; at + 1 < run.length; at += 1) tokens.push(run.slice(at, at + 2));
  }
  return tokens;
}

/** Words between spaces and punctuation, as most engines cut them. */
export function words(text) {
  return text.split(/[\s\p{Z}\p{P}]+/u).filter(Boolean);
}

const LENGTH = 160;

/** The cheapest snippet with marks: a window around the first token found, every token in it marked. */
export function snippet(text, tokens) {
  const folded = text.toLowerCase();
  const wanted = tokens.map((token) => token.toLowerCase());
  let first = -1;
  for (const token of wanted) {
    const at = folded.indexOf(token);
    if (at >= 0 && (first < 0 || at < first)) first = at;
  }
  const start = Math.max(0, first - LENGTH / 4);
  const window = folded.slice(start, start + LENGTH);
  const marks = [];
  for (const token of wanted) {
    for (let at = window.indexOf(token); at >= 0; at = window.indexOf(token, at + token.length)) {
      marks.push([start + at, start + at + token.length]);
    }
  }
  marks.sort((a, b) => a[0] - b[0]);
  return { text: text.slice(start, start + LENGTH), marks };
}

/** Counts of every value of every facet over the documents found. */
export function countFacets(found, docs, facets) {
  return facets.map((name) => {
    const counts = new Map();
    for (const number of found) {
      for (const value of docs[number].facets[name] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1]);
  });
}
