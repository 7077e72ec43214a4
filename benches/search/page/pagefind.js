// Pagefind, which is built ahead (`pagefind.mjs`), behind the same shape as the other peers.

import { SHOWN } from "./engine.js";
import { countFacets, words } from "./text.js";

/** The memory of the program that a call makes, which no one outside can ask for. */
async function watchMemory(call) {
  const { instantiate } = WebAssembly;
  let memory = null;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate.apply(WebAssembly, given);
    memory = (made.instance ?? made).exports.memory;
    return made;
  };
  try {
    await call();
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  return memory;
}

/** Loads the program anew, in the page itself as all others are: a worker of its own would add the way there and back to each time. */
async function load(counts) {
  const program = await import(`/pagefind/pagefind.js?${Math.random()}`);
  const instance = program.createInstance({ noWorker: true });
  const memory = await watchMemory(() => instance.search("a"));
  // Once it has loaded them it counts facets with every search.
  if (counts) await instance.filters();
  return { instance, memory };
}

/** Its own search, which wants every word that stands anywhere. */
const ask = (instance, query) => instance.search(query);

/** What a user can write to find any of the words, as the other peers do: each asked for by itself, and the scores added. */
async function askAny(instance, query, language) {
  const asked = language === "zh"
    ? [...new Intl.Segmenter(language, { granularity: "word" }).segment(query)].filter((part) => part.isWordLike).map((part) => part.segment)
    : words(query);
  const best = new Map();
  for (const { results } of await Promise.all(asked.map((word) => instance.search(word)))) {
    for (const result of results) {
      const known = best.get(result.id);
      if (known) known.score += result.score;
      else best.set(result.id, { id: result.id, score: result.score, data: result.data });
    }
  }
  return { results: [...best.values()].sort((a, b) => b.score - a.score) };
}

const pagefind = (name, search, counts) => ({
  name,
  package: "pagefind",
  ahead: true,
  async make(facets, docs) {
    const told = await (await fetch("/ahead/told")).json();
    const engine = { built: { spent: told.spent, cut: told.cut }, told };
    if (told.cut) return engine;
    // It takes its language from the page.
    document.documentElement.lang = told.language;
    const { instance, memory } = await load(counts);
    // Needed by the measurements only, and loaded with the first query, which is not measured: one that counts no facets, and which document a result is.
    const prepare = async () => ({
      plain: counts ? (await load(false)).instance : instance,
      numbers: new Map(Object.entries(await (await fetch("/ahead/numbers")).json())),
    });
    let prepared = null;
    return Object.assign(engine, {
      async rank(query) {
        const { plain, numbers } = await (prepared ??= prepare());
        return (await search(plain, query, told.language)).results.map(({ id }) => numbers.get(id));
      },
      async whole(query) {
        const { numbers } = await (prepared ??= prepare());
        const { results, filters } = await search(instance, query, told.language);
        const hits = await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
        return {
          total: results.length, hits: hits.map(({ meta, excerpt }) => ({ title: meta.title, snippet: excerpt })),
          facets: counts ? filters : countFacets(results.map(({ id }) => numbers.get(id)), docs, facets),
        };
      },
      outside: () => memory.buffer.byteLength,
      size: () => told.size,
    });
  },
});

export const PAGEFIND = [pagefind("Pagefind, as it comes", ask, true), pagefind("Pagefind, any of the words", askAny, false)];
