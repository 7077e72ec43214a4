// Figures of quality and time.

/** The figures of one list of results: `ranks` are the places, from 1, of relevant documents among the first ten. */
export class Quality {
  constructor() {
    Object.assign(this, { queries: 0, mrr: 0, hit1: 0, hit3: 0, recall: 0, ndcg: 0, zero: 0 });
  }

  /** With `any`, one relevant document is as good as all. */
  add(found, relevant, any) {
    let ranks = [];
    found.slice(0, 10).forEach((number, place) => { if (relevant.has(number)) ranks.push(place + 1); });
    if (any) ranks = ranks.slice(0, 1);
    const first = ranks[0] ?? Infinity;
    const possible = any ? 1 : Math.max(1, Math.min(relevant.size, 10));
    const gain = (rank) => 1 / Math.log2(rank + 1);
    let ideal = 0;
    for (let rank = 1; rank <= possible; rank += 1) ideal += gain(rank);
    this.queries += 1;
    this.mrr += 1 / first;
    this.hit1 += Number(first === 1);
    this.hit3 += Number(first <= 3);
    this.recall += ranks.length / possible;
    this.ndcg += ranks.reduce((sum, rank) => sum + gain(rank), 0) / ideal;
    this.zero += Number(found.length === 0);
  }

  means() {
    const mean = (sum) => (this.queries ? sum / this.queries : null);
    return {
      queries: this.queries, mrr: mean(this.mrr), hit1: mean(this.hit1), hit3: mean(this.hit3),
      recall: mean(this.recall), ndcg: mean(this.ndcg), zero: mean(this.zero),
    };
  }
}

/** Percentiles of times in milliseconds. */
export function percentiles(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export function median(values) {
  return percentiles(values).p50;
}

/** `count` evenly spaced members. */
export function evenly(list, count) {
  const step = Math.max(1, list.length / count);
  return Array.from({ length: Math.min(count, list.length) }, (_, place) => list[Math.floor(place * step)]);
}

/** A small generator of chance, the same in every run. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const withoutSpaces = (query) => query.replace(/\s+/gu, "");

/** One vowel of a Hangul syllable, or one letter of a Latin word after its first, changed to another. */
export function mistype(query, random) {
  const letters = [...query];
  const places = letters.flatMap((letter, place) => {
    const hangul = letter >= "가" && letter <= "힣";
    const latin = /[a-z]/iu.test(letter) && /[a-z]/iu.test(letters[place - 1] ?? "");
    return hangul || latin ? [place] : [];
  });
  if (places.length === 0) return query;
  const place = places[Math.floor(random() * places.length)];
  const code = letters[place].codePointAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) {
    const index = code - 0xac00;
    const vowel = Math.floor((index % 588) / 28);
    const other = (vowel + 1 + Math.floor(random() * 20)) % 21;
    letters[place] = String.fromCodePoint(code + (other - vowel) * 28);
  } else {
    const old = letters[place].toLowerCase().charCodeAt(0) - 97;
    letters[place] = String.fromCharCode(97 + ((old + 1 + Math.floor(random() * 25)) % 26));
  }
  return letters.join("");
}
