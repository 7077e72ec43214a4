// Measures engines on one corpus, one after the other, in this page.

import { fresh, OURS, SHOWN } from "./engine.js";
import { chance, evenly, median, mistype, percentiles, Quality, withoutSpaces } from "./figures.js";
import { PAGEFIND } from "./pagefind.js";
import { PEERS } from "./peers.js";
import { countFacets, snippet } from "./text.js";

/** The seed of typing errors. */
const SEED = 20261121;
/** Building may take this many bounds. */
const BUILDING = 5;
/** Times each query is asked, of which the median counts. */
const PASSES = 3;

const lines = async (address) =>
  (await (await fetch(address)).text()).split("\n").filter(Boolean).map((line) => JSON.parse(line));

async function loadCorpus(questions) {
  const raw = await lines("/corpus/docs");
  const asked = await lines("/corpus/queries");
  const own = new Set(["id", "title", "text", "texts"]);
  const facets = [...new Set(raw.flatMap((doc) => Object.keys(doc)))].filter((name) => !own.has(name)).sort();
  const values = (value) => (value === null || value === undefined ? [] : [value].flat().map(String));
  const docs = raw.map((doc) => ({
    id: doc.id, title: doc.title ?? "", text: doc.text ?? "", texts: doc.texts,
    facets: Object.fromEntries(facets.map((name) => [name, values(doc[name])])),
  }));
  const numbers = new Map(docs.map((doc, number) => [doc.id, number]));
  const kinds = new Map();
  for (const query of asked) {
    const kind = query.kind ?? "";
    if (!kinds.has(kind)) kinds.set(kind, []);
    kinds.get(kind).push({
      text: query.query ?? "", other: query.other, filter: query.filter, any: query.any,
      relevant: new Set((query.relevant ?? []).map((id) => numbers.get(id))),
    });
  }
  for (const [kind, list] of kinds) kinds.set(kind, evenly(list, questions));
  const bytes = docs.reduce((sum, doc) => sum + new Blob([doc.title, doc.text]).size, 0);
  return { docs, facets, kinds, bytes };
}

const ENGINES = [OURS, ...PEERS, ...PAGEFIND];

let corpus;

/** Reads the corpus and tells its measures. */
window.prepare = async (questions) => {
  const before = heap();
  corpus = await loadCorpus(questions);
  // What a page with one of the peers keeps to show its hits; the questions are small beside it.
  const documents = heap() - before;
  const counts = Object.fromEntries([...corpus.kinds].map(([kind, list]) => [kind, list.length]));
  return { docs: corpus.docs.length, bytes: corpus.bytes, documents, facets: corpus.facets, kinds: counts, isolated: crossOriginIsolated };
};

window.engines = () => ENGINES.map(({ name, package: from, ahead }) => ({ name, package: from, ahead }));

/** Lets the page breathe, so that the outside can see that it lives. */
const breathe = () => new Promise((resolve) => { setTimeout(resolve); });

const heap = () => {
  window.gc?.();
  return performance.memory?.usedJSHeapSize ?? 0;
};

/** Adds all documents; tells when the bound was reached. Pauses do not count as time. */
async function build(engine, bound) {
  let spent = 0;
  const { docs } = corpus;
  for (let at = 0; at < docs.length;) {
    const started = performance.now();
    while (at < docs.length && performance.now() - started < 200) {
      const added = engine.add(docs[at], at);
      if (added instanceof Promise) await added;
      at += 1;
    }
    spent += performance.now() - started;
    if (spent > bound) return { spent, cut: at };
    window.alive(`${at} of ${docs.length} documents`);
    await breathe();
  }
  const started = performance.now();
  await engine.finish?.();
  return { spent: spent + performance.now() - started, cut: 0 };
}

/** The whole call that a page makes: hits with snippets, the total, all facet counts. */
function whole(engine, query) {
  if (engine.whole) return engine.whole(query);
  const found = engine.rank(query);
  const tokens = engine.tokens(query);
  const hits = found.slice(0, SHOWN).map((number) => ({
    title: corpus.docs[number].title, snippet: snippet(corpus.docs[number].text, tokens),
  }));
  return { total: found.length, hits, facets: countFacets(found, corpus.docs, corpus.facets) };
}

/** Only who answers later is waited for: the others' times hold nothing but their call. */
const timed = async (call) => {
  const started = performance.now();
  let result = call();
  if (result instanceof Promise) result = await result;
  return [performance.now() - started, result];
};

/** Queries asked before any is timed, so that every engine runs as compiled as it will be. */
const WARM_UP = 100;

/** Asks some queries of every kind, untimed, and gives the browser time to finish compiling. */
async function warmUp(engine, bound) {
  const started = performance.now();
  for (const queries of corpus.kinds.values()) {
    for (const query of evenly(queries, WARM_UP)) {
      if (performance.now() - started > bound / 10) break;
      if (!query.filter) await whole(engine, query.text);
    }
    await breathe();
  }
  await new Promise((resolve) => { setTimeout(resolve, 500); });
}

/** Asks all queries; every kind has an equal share of the bound, after which its rest is left out. The order is shuffled, so that a part is a fair part. */
async function ask(engine, bound, vary) {
  const rows = [];
  for (const [kind, queries] of corpus.kinds) {
    const random = chance(SEED);
    const order = queries.map((query) => [random(), query]).sort((a, b) => a[0] - b[0]).map(([, query]) => query);
    const quality = new Quality();
    const [rank, all] = [[], []];
    const started = performance.now();
    let cut = 0;
    for (const query of order) {
      if (query.filter) continue;
      if (performance.now() - started > bound / corpus.kinds.size) {
        cut = quality.queries;
        break;
      }
      const text = vary(query);
      if (text === undefined) continue;
      const [first, found] = await timed(() => engine.rank(text));
      quality.add([...found], query.relevant, query.any);
      // Variants are about quality; slow answers are not asked for again.
      if (vary === asTyped) {
        const times = [[first], []];
        times[1].push((await timed(() => whole(engine, text)))[0]);
        for (let pass = 1; pass < PASSES && first < 200; pass += 1) {
          times[0].push((await timed(() => engine.rank(text)))[0]);
          times[1].push((await timed(() => whole(engine, text)))[0]);
        }
        rank.push(median(times[0]));
        all.push(median(times[1]));
      }
      if (first > 50 || quality.queries % 20 === 0) {
        window.alive(`${kind} ${quality.queries} of ${order.length}`);
        await breathe();
      }
    }
    if (quality.queries > 0) rows.push({ kind, cut, ...quality.means(), rank: percentiles(rank), whole: percentiles(all) });
  }
  return rows;
}

const asTyped = (query) => query.text;

/** Whether all documents that must be found are found, and whether only those are. */
function exactness(engine) {
  const rows = [];
  for (const [kind, queries] of corpus.kinds) {
    const judged = queries.filter((query) => query.filter || (kind.startsWith("exact") && !query.any));
    if (judged.length === 0) continue;
    let [complete, same] = [0, 0];
    for (const query of judged) {
      const [numbers, values] = refinements(query.filter ?? {});
      const found = new Set(engine.findAll(query.text, numbers, values));
      const all = [...query.relevant].every((number) => found.has(number));
      complete += Number(all);
      same += Number(all && found.size === query.relevant.size);
    }
    rows.push({ kind, queries: judged.length, complete: complete / judged.length, same: same / judged.length });
  }
  return rows;
}

/** A filter in the words of the engine: numbers of facets, and values or ranges. */
function refinements(filter) {
  const pairs = Object.entries(filter).flatMap(([name, value]) => {
    const facet = corpus.facets.indexOf(name);
    if (facet >= 0) return [value].flat().map((one) => [facet, String(one)]);
    const base = name.replace(/_from$/u, "");
    if (base === name) return [];
    return [[corpus.facets.indexOf(base), `range:${value}..${filter[`${base}_to`]}`]];
  });
  return [pairs.map((pair) => pair[0]), pairs.map((pair) => pair[1])];
}

/** Measures one engine; what is measured so far is told step by step, in case it takes the page down. */
window.measure = async (name, options) => {
  const peer = ENGINES.find((one) => one.name === name);
  const row = { name };
  const tell = (part) => window.report(Object.assign(row, part));
  const bound = options.bound * 1000;
  const before = heap();
  let engine = await peer.make(corpus.facets, corpus.docs);
  const built = engine.built ?? await build(engine, bound * BUILDING);
  await tell({ build: built.spent, buildCut: built.cut });
  if (built.cut) return;
  await tell({ heap: heap() - before, told: engine.told });
  await warmUp(engine, bound);
  await tell({ rows: await ask(engine, bound, asTyped) });
  // What it holds outside of the page's heap, with all that the queries made it load.
  if (engine.outside) await tell({ heap: row.heap + engine.outside() });
  const mistyped = chance(SEED);
  await tell({ nospace: await ask(engine, bound, (query) => withoutSpaces(query.text)) });
  await tell({ typo: await ask(engine, bound, (query) => mistype(query.text, mistyped)) });
  if (options.other) await tell({ other: await ask(engine, bound, (query) => query.other) });
  if (engine.findAll) await tell({ exactness: exactness(engine) });
  if (engine.memory) await tell({ memory: await engine.memory() });
  // Last, since turning an index into text takes some engines more memory than there is.
  await tell({ size: await engine.size() });
  engine = null;
};

window.ready = true;
