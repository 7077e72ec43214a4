// Pagefind's files for a corpus. It builds them ahead with a native program, for the page to fetch part by part.

import { brotliCompressSync, gunzipSync } from "node:zlib";
import { close, createIndex } from "pagefind";
import { build as bundle } from "esbuild";

/** Stands before the content of each of its files. */
const SIGNATURE = "pagefind_dcd".length;
/** Records that are on their way to the program at a time. */
const AT_ONCE = 100;
/** A letter of a script in this share of a text makes it one of that language: its letters are few beside those of an alphabet. */
const SHARE = 0.2;
/** How much of a corpus is looked at for its language. */
const SAMPLE = 50_000;

/** What the `lang` of a page with these texts would say, from which Pagefind takes its stemmer or its cutter of words. */
export function languageOf(text) {
  const letters = [...text.slice(0, SAMPLE)].filter((letter) => /\p{L}/u.test(letter));
  const share = (script) => letters.filter((letter) => script.test(letter)).length / letters.length;
  if (share(/\p{Script=Hangul}/u) > SHARE) return "ko";
  if (share(/\p{Script=Han}/u) > SHARE) return "zh";
  return "en";
}

const unpacked = (content) => gunzipSync(content).subarray(SIGNATURE);
const endsWith = (ending) => ({ path }) => path.endsWith(ending);
const sum = (files, measure = (content) => content.length) => files.reduce((bytes, { content }) => bytes + measure(content), 0);

/** A document as Pagefind's records are; its number stands in its address. */
function recordOf(doc, number, language) {
  const { id, title, text, texts, ...facets } = doc;
  const filters = Object.entries(facets).filter(([, value]) => value !== null).map(([name, value]) => [name, [value].flat().map(String)]);
  return { url: `/${number}`, content: text || title || "-", language, meta: { title: title ?? "" }, filters: Object.fromEntries(filters) };
}

/** What a page loads of it before the first query: the script and the program for the language. */
async function weigh(files, language) {
  const script = files.find(endsWith("pagefind.js")).content;
  const program = files.find(endsWith(`wasm.${language}.pagefind`)) ?? files.find(endsWith("wasm.unknown.pagefind"));
  const shrunk = await bundle({ stdin: { contents: Buffer.from(script).toString() }, minify: true, format: "esm", write: false, logLevel: "silent" });
  return brotliCompressSync(shrunk.outputFiles[0].contents).length + brotliCompressSync(unpacked(program.content)).length;
}

/** Which document each fragment is of: results name fragments, and ranking alone should not have to fetch them. */
function numbersOf(files) {
  return Object.fromEntries(files.filter(endsWith(".pf_fragment")).map(({ path, content }) =>
    [path.replace(/^.*\/|\.pf_fragment$/gu, ""), Number(JSON.parse(unpacked(content)).url.slice(1))]));
}

/** Adds the documents; how many, if the bound was reached. */
async function addAll(index, docs, language, started, bound) {
  for (let at = 0; at < docs.length; at += AT_ONCE) {
    const added = await Promise.all(docs.slice(at, at + AT_ONCE).map((doc, place) => index.addCustomRecord(recordOf(doc, at + place, language))));
    const failed = added.find(({ errors }) => errors.length > 0);
    if (failed) throw new Error(failed.errors[0]);
    if (performance.now() - started > bound) return at + added.length;
  }
  return 0;
}

/** Builds within `bound` milliseconds: the files by their paths, the documents of the fragments, and what the page is told of all that. */
export async function buildPagefind(docs, bound) {
  const language = languageOf(docs.map((doc) => `${doc.title} ${doc.text}`).join(" ").slice(0, SAMPLE * 4));
  let timer;
  try {
    const started = performance.now();
    const { index, errors } = await createIndex();
    if (!index) throw new Error(errors[0]);
    const cut = await addAll(index, docs, language, started, bound);
    if (cut) return { told: { spent: bound, cut } };
    const late = new Promise((resolve) => { timer = setTimeout(resolve, started + bound - performance.now(), null); });
    const made = await Promise.race([index.getFiles(), late]);
    if (!made) return { told: { spent: bound, cut: docs.length } };
    const spent = performance.now() - started;
    const parts = made.files.filter(({ path }) => /\.pf_(?:index|meta|filter)$/u.test(path));
    const fragments = made.files.filter(endsWith(".pf_fragment"));
    const told = {
      spent, cut: 0, language, code: await weigh(made.files, language),
      size: sum(parts), unpacked: sum(parts, (content) => unpacked(content).length), parts: parts.length, fragments: fragments.length, fragmentBytes: sum(fragments),
    };
    return { told, numbers: numbersOf(made.files), files: new Map(made.files.map(({ path, content }) => [path, content])) };
  } finally {
    clearTimeout(timer);
    await close();
  }
}
