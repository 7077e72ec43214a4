// The peers, each as its own documentation has it used.
//
// A peer is { name, options, make() } where make() gives { add(doc, number), finish(), rank(query) -> numbers of all documents
// found, best first, size() -> bytes of the saved index, tokens(query) }. Any of them may be asynchronous.

import MiniSearch from "minisearch";
import { create, insert, save, search } from "@orama/orama";
import FlexSearch from "flexsearch";
import lunr from "lunr";
import Fuse from "fuse.js";
import { bigrams, words } from "./text.js";

const FIELDS = ["title", "text"];
const bytes = (value) => new Blob([typeof value === "string" ? value : JSON.stringify(value)]).size;

const miniSearch = (name, options, searchOptions, tokens) => ({
  name,
  package: "minisearch",
  make() {
    const index = new MiniSearch({ fields: FIELDS, idField: "number", ...options, searchOptions });
    return {
      add: (doc, number) => index.add({ number, title: doc.title, text: doc.text }),
      rank: (query) => index.search(query).map((hit) => hit.id),
      size: () => bytes(index),
      tokens,
    };
  },
});

const orama = {
  name: "Orama, bigrams",
  package: "@orama/orama",
  make() {
    const tokenizer = { language: "english", normalizationCache: new Map(), tokenize: (text) => bigrams(text.toLowerCase()) };
    const db = create({ schema: { title: "string", text: "string" }, components: { tokenizer } });
    const numbers = new Map();
    let count = 0;
    return {
      add(doc, number) {
        count = number + 1;
        numbers.set(insert(db, { title: doc.title, text: doc.text }), number);
      },
      // The default asks for all words; a natural question would find nothing. Threshold 1 is its way to ask for any.
      rank: (query) => search(db, { term: query, limit: count, threshold: 1 }).hits.map((hit) => numbers.get(hit.id)),
      size: () => bytes(save(db)),
      tokens: bigrams,
    };
  },
};

const flexSearch = {
  name: "FlexSearch, CJK forward",
  package: "flexsearch",
  make() {
    const { Document, Charset } = FlexSearch;
    const index = new Document({
      document: { id: "number", index: FIELDS }, tokenize: "forward", encoder: Charset.CJK,
    });
    return {
      add: (doc, number) => index.add({ number, title: doc.title, text: doc.text }),
      rank(query) {
        const found = new Set();
        for (const { result } of index.search(query, { limit: 1000, suggest: true })) result.forEach((id) => found.add(id));
        return [...found];
      },
      size() {
        let sum = 0;
        index.export((key, data) => { sum += bytes(data ?? ""); });
        return sum;
      },
      tokens: words,
    };
  },
};

const lunrPlain = {
  name: "Lunr",
  package: "lunr",
  make() {
    const builder = new lunr.Builder();
    // Its trimmer and stemmer erase every letter that is not Latin.
    builder.pipeline.add(lunr.stemmer);
    builder.searchPipeline.add(lunr.stemmer);
    builder.ref("number");
    FIELDS.forEach((field) => builder.field(field));
    let index;
    return {
      add: (doc, number) => builder.add({ number: String(number), title: doc.title, text: doc.text }),
      finish() { index = builder.build(); },
      rank: (query) => index.query((asked) => asked.term(lunr.tokenizer(query))).map((hit) => Number(hit.ref)),
      size: () => bytes(index),
      tokens: words,
    };
  },
};

const fuse = {
  name: "Fuse, anywhere in the text",
  package: "fuse.js",
  make() {
    const list = [];
    let index;
    return {
      add: (doc) => list.push({ title: doc.title, text: doc.text }),
      finish() { index = new Fuse(list, { keys: FIELDS, ignoreLocation: true, threshold: 0.6 }); },
      rank: (query) => index.search(query).map((hit) => hit.refIndex),
      size: () => bytes(Fuse.createIndex(FIELDS, list)),
      tokens: words,
    };
  },
};

const miniBigrams = { tokenize: bigrams };
export const PEERS = [
  miniSearch("MiniSearch, as it comes", {}, {}, words),
  miniSearch("MiniSearch, bigrams", miniBigrams, {}, bigrams),
  miniSearch("MiniSearch, prefix and fuzzy 0.2", {}, { prefix: true, fuzzy: 0.2 }, words),
  orama,
  flexSearch,
  lunrPlain,
  fuse,
];
