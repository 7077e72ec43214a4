// Chinese queries in the other script than their documents: what a reader from across the strait types.

import * as OpenCC from "opencc-js";

const HAN = /\p{Script=Han}/u;
/** A text in which fewer letters than this change is no Chinese text, or is written alike in both. */
const SHARE = 0.02;

const changed = (text, convert) => {
  const before = [...text];
  const after = [...convert(text)];
  return before.filter((letter, place) => HAN.test(letter) && letter !== after[place]).length;
};

/** Gives every query its text in the other script; tells which script that is, or nothing where it does not apply. */
export function otherScript(docs, queries) {
  const sample = docs.slice(0, 50_000);
  const letters = [...sample].filter((letter) => HAN.test(letter)).length;
  if (letters < sample.length * 0.2) return null;
  const toTraditional = OpenCC.Converter({ from: "cn", to: "t" });
  const toSimplified = OpenCC.Converter({ from: "t", to: "cn" });
  const simplified = changed(sample, toTraditional);
  const traditional = changed(sample, toSimplified);
  if (Math.max(simplified, traditional) < letters * SHARE) return null;
  const [name, convert] = simplified > traditional ? ["traditional", toTraditional] : ["simplified", toSimplified];
  for (const query of queries) query.other = convert(query.query ?? "");
  return name;
}
