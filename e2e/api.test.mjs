// The interface for scripts, window.governanceAtlas, in both editions.

import assert from "node:assert/strict";
import { atlasTest } from "./support.mjs";

const call = (page, body, argument) => page.evaluate(body, argument);

/** What a rejected call says. */
const refusal = (page, method, ...given) => page.evaluate(
  ([name, values]) => governanceAtlas[name](...values).then(() => "", (error) => `${error instanceof Error} ${error.message}`),
  [method, given],
);

/** Runs in the page: so many rows with Korean and English words, numbers, dates and facets. */
function makeRows(count) {
  const words = ["인터넷", "거버넌스", "포럼", "디지털", "협력", "정보", "사회", "보안", "internet", "governance", "policy", "forum", "access", "data"];
  let seed = 1;
  const next = (limit) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % limit;
  };
  const some = (length) => Array.from({ length }, () => words[next(words.length)]).join(" ");
  return Array.from({ length: count }, (_, at) => ({
    id: `row-${at}`,
    title: `${some(3)} ${at}`,
    text: `${some(12)}. ${some(8)}.`,
    country: ["KR", "US", "CN", "FR"][next(4)],
    year: 2000 + next(25),
    day: `20${String(10 + next(10))}-0${1 + next(9)}-1${next(10)}`,
    topics: [words[next(8)], words[next(8)]],
  }));
}

/**
 * Runs in the page: loads, and keeps what progress was told. `turns` counts how often the page did something else: it posts a message to
 * itself again and again, and messages are answered in their order.
 */
async function loadAndListen(source, options = {}) {
  const { port1, port2 } = new MessageChannel();
  let turns = 0;
  port1.onmessage = () => {
    turns += 1;
    port2.postMessage(null);
  };
  port2.postMessage(null);
  const heard = [];
  const loaded = await governanceAtlas.load(source, { ...options, onProgress: (progress) => heard.push({ ...progress, turns }) });
  port1.close();
  return { loaded, heard };
}

const inPage = (name, run) => `window.${name} = ${run};`;
const withRows = { init: { content: inPage("makeRows", makeRows) + inPage("loadAndListen", loadAndListen) } };

/** The phases in the order in which they came. */
const phases = (heard) => heard.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);

/** Between any so many pieces the page did something else. */
function assertAnswered(heard, pieces) {
  for (let at = pieces; at < heard.length; at += 1) {
    assert.ok(heard[at].turns > heard[at - pieces].turns, `the page did nothing else between ${JSON.stringify(heard[at - pieces])} and ${JSON.stringify(heard[at])}`);
  }
}

atlasTest("scripts may call before the program runs", async ({ page, openRaw }) => {
  await openRaw();
  const total = await page.waitForFunction(() => window.governanceAtlas).then(() => call(page, async () => (await governanceAtlas.search("C5")).total));
  assert.ok(total > 0);
});

atlasTest("what the dataset is", async ({ page, open }) => {
  await open();
  const told = await call(page, async () => {
    const atlas = await governanceAtlas.ready;
    return { same: atlas === governanceAtlas, version: atlas.version, dataset: atlas.dataset };
  });
  assert.ok(told.same);
  assert.match(told.version, /^\d+\.\d+\.\d+$/);
  assert.ok(told.dataset.records > 500 && told.dataset.relations > 500 && told.dataset.sources > 5);
  assert.match(told.dataset.hash, /^[0-9a-f]{64}$/);
  assert.match(told.dataset.asOf, /^\d{4}-\d{2}-\d{2}$/);
});

atlasTest("search gives hits, counts and the interpretation", async ({ page, open }) => {
  await open();
  const found = await call(page, () => governanceAtlas.search("dlsxjspt rjqjsjstm", { limit: 3, lang: "en", explain: true }));
  assert.equal(found.hits.length, 3);
  assert.ok(found.total >= 3 && found.tookMs >= 0);
  assert.ok(found.interpretation.readings.some((reading) => reading.how === "keyboard" && reading.readAs.includes("인터넷")));
  const [hit] = found.hits;
  assert.deepEqual([typeof hit.kind, typeof hit.name, typeof hit.snippet, hit.provenance], ["string", "string", "string", "atlas"]);
  assert.ok(hit.matched.length > 0 && hit.explanation.terms.length > 0);
  assert.ok(found.facets.kind.every(({ value, label, count }) => value && label && count > 0));
  const events = await call(page, () => governanceAtlas.search("", { filters: { kind: ["event"], year: { from: 2003, to: 2005 } }, sort: "oldest", limit: 50 }));
  assert.ok(events.total > 0 && events.hits.every((one) => one.kind === "event"));
  const page1 = await call(page, () => governanceAtlas.search("인터넷", { limit: 4 }));
  const page2 = await call(page, () => governanceAtlas.search("인터넷", { limit: 2, offset: 2 }));
  assert.deepEqual(page2.hits.map((one) => one.id), page1.hits.slice(2).map((one) => one.id));
});

atlasTest("records come with relations and where they stand", async ({ page, open }) => {
  await open();
  const record = await call(page, () => governanceAtlas.get("action-line/c5", { lang: "en" }));
  assert.equal(record.kindLabel.length > 0 && record.kind, "action-line");
  assert.ok(record.name.ko && record.name.en);
  assert.ok(record.relations.length > 0 && record.relations.every((one) => one.type.label && one.other.id && one.provenance[0].place));
  assert.ok(record.provenance[0].source.name && record.provenance[0].basis.label);
  const related = await call(page, () => governanceAtlas.related("action-line/c5", { limit: 3 }));
  assert.ok(related.linked.length > 0 && related.similar.length <= 3);
  const text = await call(page, () => governanceAtlas.export(["action-line/c5"], "json"));
  assert.equal(JSON.parse(text)[0].id, "action-line/c5");
});

atlasTest("scripts go to places and hear where the page goes", async ({ page, open }) => {
  await open();
  const told = await call(page, async () => {
    const seen = [];
    const ends = ["route", "search", "ready"].map((event) => governanceAtlas.on(event, (detail) => seen.push([event, detail])));
    const gone = await governanceAtlas.navigate("#/search?q=C5&kind=action-line&colour=red");
    await governanceAtlas.navigate("#/record/action-line/c5");
    ends.forEach((end) => end());
    await governanceAtlas.navigate("#/about");
    return { gone, seen, hash: location.hash };
  });
  assert.deepEqual(told.gone.unread, ["colour=red"]);
  assert.match(told.hash, /^#\/about/);
  const of = (event) => told.seen.filter(([name]) => name === event).map(([, detail]) => detail);
  assert.equal(of("ready").length, 1);
  assert.deepEqual(of("route").map((detail) => detail.page), ["explore", "record"]);
  assert.equal(of("route")[1].id, "action-line/c5");
  assert.equal(of("search")[0].query, "C5");
  assert.deepEqual(of("search")[0].filters, { kind: ["action-line"] });
  assert.ok(of("search")[0].total > 0);
});

atlasTest("wrong arguments are refused in words", async ({ page, open }) => {
  await open();
  for (const [method, given, words] of [
    ["search", [null], /query is nothing, expected a text/],
    ["search", [{}], /query is an object/],
    ["search", ["a".repeat(1_000_000)], /1000000 letters, expected at most 10000/],
    ["search", ["a", { limit: "5" }], /`limit` is "5", expected a whole number/],
    ["search", ["a", { limt: 5 }], /`limt`, expected one of limit/],
    ["search", ["a", { filters: { colour: ["red"] } }], /"colour", expected facets of kind/],
    ["search", ["a", { sort: "up" }], /`sort` is "up", expected one of relevance/],
    ["get", [], /id is nothing, expected a text/],
    ["get", ["action-line/c99"], /"action-line\/c99", expected the id of a record/],
    ["get", ["x".repeat(1_000_000)], /letters/],
    ["related", [5], /"5", expected the id/],
    ["navigate", ["#/nowhere"], /"#\/nowhere", expected/],
    ["navigate", [{}], /expected a text/],
    ["load", [5], /source is 5, expected a list/],
    ["load", [null], /source is nothing, expected/],
    ["load", [{ a: 1 }], /source is an object with 1 entries/],
    ["load", [[], { mode: "add" }], /`mode` is "add", expected "replace"/],
    ["load", [[], { sgnal: 1 }], /`sgnal`, expected one of mode/],
    ["load", [[], { signal: 1 }], /`signal` is 1, expected an AbortSignal/],
    ["load", [[]], /no row could be loaded; the source has no rows/],
    ["load", [[3]], /row 1: 3, expected an object/],
    ["load", ["nothing of the kind"], /row 0, `id`/],
    ["save", [], /no data is loaded/],
    ["export", [["action-line/c5"], "ris"], /format is "ris", expected "json"/],
    ["export", ["action-line/c5", "json"], /ids is "action-line\/c5", expected a list/],
  ]) {
    const message = await refusal(page, method, ...given);
    assert.match(message, words);
    assert.match(message, /^true governanceAtlas\./);
  }
  const odd = await call(page, async () => {
    const cyclic = {};
    cyclic.self = cyclic;
    const told = (promise) => promise.then(() => "", (error) => error.message);
    let thrown = "";
    try { governanceAtlas.on("noise", () => {}); } catch (error) { thrown = error.message; }
    return [await told(governanceAtlas.search("a", cyclic)), await told(governanceAtlas.search(cyclic)), await told(governanceAtlas.search(Symbol("a"))),
      await told(governanceAtlas.load([cyclic])), await told(governanceAtlas.search("a", { limit: NaN })), thrown];
  });
  for (const [at, words] of [/`self`/, /an object/, /a symbol/, /row 1: .*(circular|cyclic)/i, /NaN/, /"noise", expected one of route/].entries()) assert.match(odd[at], words);
  assert.ok((await call(page, () => governanceAtlas.search("C5"))).total > 0, "it still works");
});

atlasTest("bad rows are reported and the rest loads", { browsers: ["chromium", "firefox"] }, async ({ page, open }) => {
  await open();
  const told = await call(page, () => {
    const cyclic = { id: 4, title: "d" };
    cyclic.self = cyclic;
    return governanceAtlas.load([{ id: 1, title: "a" }, null, { id: 1, title: "b" }, cyclic, { id: 5 }, () => {}, { id: 7n, title: "x" }, { id: 8, text: "끝" }]);
  });
  assert.equal(told.records, 2);
  assert.equal(told.where, "worker");
  assert.deepEqual(told.errors.map((error) => [error.row, error.field]), [[2, null], [3, "id"], [4, null], [5, "title"], [6, null], [7, null]]);
  assert.ok(told.errors.every((error) => error.expected && error.got));
  assert.ok(told.memory.total > 0);
});

atlasTest("tables and Data Packages load; facets, numbers and dates refine and sort", async ({ page, open }) => {
  await open();
  const told = await call(page, async () => {
    const csv = "\ufeffid;title;country;score;day\n1;인터넷 거버넌스 포럼;KR;2.5;2019-11-25\n2;Digital Compact;US;10;2024-09-22\n3;다른 것;KR;7;2003-12-10\n4;짧다\n";
    const loaded = await governanceAtlas.load(csv);
    const ids = async (query, options) => (await governanceAtlas.search(query, options)).hits.map((hit) => hit.id);
    const first = [await ids("", { filters: { country: ["KR"] } }), await ids("", { sort: "-score" }), await ids("", { sort: "oldest" }), await ids("year:2020..2030"),
      await ids("인터넷거버넌스"), await ids("", { filters: { score: { from: 5 } } })];
    const row = await governanceAtlas.get("1");
    const packed = await governanceAtlas.load({ resources: [{ name: "a", data: [{ id: "x", title: "하나" }] }, { name: "b", data: "id,title\ny,둘" }, { name: "c", path: "far.csv" }] });
    return { loaded, first, row, packed, both: await ids("") };
  });
  assert.equal(told.loaded.records, 3);
  assert.deepEqual(told.loaded.errors.map((error) => error.row), [4]);
  assert.deepEqual(told.first, [["1", "3"], ["2", "3", "1"], ["3", "1", "2"], ["2"], ["1"], ["2", "3"]]);
  assert.deepEqual([told.row.provenance, told.row.record.country, told.row.record.score], ["own", "KR", 2.5]);
  assert.equal(told.packed.records, 2);
  assert.equal(told.packed.errors[0].resource, "c");
  assert.deepEqual(told.both, ["x", "y"]);
});

atlasTest("own data beside the atlas's is marked, and goes away again", async ({ page, open }) => {
  await open();
  const told = await call(page, async () => {
    const before = (await governanceAtlas.search("인터넷 거버넌스 포럼")).total;
    await governanceAtlas.load([{ id: "own-1", title: "인터넷 거버넌스 포럼 참가 기록", kind: "note" }], { mode: "extend" });
    const found = await governanceAtlas.search("인터넷 거버넌스 포럼", { limit: 5 });
    const own = await governanceAtlas.get("own-1");
    const atlas = await governanceAtlas.get("process/igf");
    await governanceAtlas.unload();
    return { before, found, own, atlas: atlas.id, after: (await governanceAtlas.search("인터넷 거버넌스 포럼")).total };
  });
  assert.equal(told.found.total, told.before + 1);
  assert.deepEqual(told.found.hits.filter((hit) => hit.provenance === "own").map((hit) => [hit.id, hit.kind]), [["own-1", "note"]]);
  assert.ok(told.found.facets.kind.some(({ value }) => value === "note"));
  assert.deepEqual([told.own.name, told.atlas, told.after], ["인터넷 거버넌스 포럼 참가 기록", "process/igf", told.before]);
});

atlasTest("20,000 documents load while the page answers; they save and load again", { ...withRows, timeout: 240_000 }, async ({ page, open }) => {
  await open();
  const told = await call(page, async () => {
    const rows = makeRows(20_000);
    const { loaded, heard } = await loadAndListen(rows);
    const found = await governanceAtlas.search("인터넷 거버넌스", { filters: { country: ["KR"] }, limit: 3 });
    const expected = rows.filter((row) => row.country === "KR").length;
    const all = await governanceAtlas.search("", { filters: { country: ["KR"] }, limit: 0 });
    const bytes = await governanceAtlas.save();
    await governanceAtlas.unload();
    const again = await loadAndListen(bytes);
    const foundAgain = await governanceAtlas.search("인터넷 거버넌스", { filters: { country: ["KR"] }, limit: 3 });
    bytes[bytes.length >> 1] ^= 1;
    const damaged = await governanceAtlas.load(bytes).catch((error) => error.message);
    return { heard, loaded, found, expected, all: all.total, size: bytes.length, again, foundAgain, damaged };
  });
  assert.deepEqual([told.loaded.records, told.loaded.where], [20_000, "worker"]);
  assert.deepEqual(phases(told.heard), ["reading", "indexing", "finishing", "done"]);
  // A piece is sent while the one before is read, so two answers of the worker may stand in one line.
  assertAnswered(told.heard.filter(({ phase }) => phase === "reading"), 2);
  assertAnswered(told.heard.filter(({ phase }) => phase !== "reading"), 1);
  const pieces = told.heard.filter(({ phase }) => phase === "reading");
  assert.ok(pieces.length >= 10 && pieces.at(-1).done === 20_000, `${pieces.length} pieces`);
  assert.equal(told.all, told.expected);
  assert.equal(told.again.loaded.records, 20_000);
  assert.deepEqual(phases(told.again.heard), ["reading", "finishing", "done"]);
  assertAnswered(told.again.heard, 1);
  assert.deepEqual(told.again.heard.filter(({ phase }) => phase === "reading").at(-1).done, told.size);
  assert.deepEqual(told.foundAgain.hits, told.found.hits);
  assert.match(told.damaged, /damaged/);
});

for (const [where, init] of [["a worker", withRows.init.content], ["the page", `${withRows.init.content} window.Worker = function () { throw new Error("refused"); };`]]) {
  atlasTest(`a load in ${where} is cancelled; what was loaded before stays`, { init: { content: init }, timeout: 180_000 }, async ({ page, open }) => {
    await open();
    const told = await call(page, async () => {
      await governanceAtlas.load([{ id: "before", title: "먼저" }]);
      const bytes = await governanceAtlas.save();
      const ended = [];
      const cancelledIn = async (source, phase) => {
        const controller = new AbortController();
        const later = [];
        const onProgress = (progress) => {
          if (controller.signal.aborted) later.push(progress.phase);
          if (progress.phase === phase) controller.abort();
        };
        const end = await governanceAtlas.load(source, { signal: controller.signal, onProgress }).then(() => "loaded", (error) => error.name);
        const kept = (await governanceAtlas.search("")).hits.map((hit) => hit.id);
        ended.push([phase, end, later.length, kept]);
      };
      for (const phase of ["reading", "indexing", "finishing"]) await cancelledIn(makeRows(4_000), phase);
      for (const phase of ["reading", "finishing"]) await cancelledIn(bytes, phase);
      const gone = await governanceAtlas.load([{ id: 1, title: "a" }], { signal: AbortSignal.abort() }).catch((error) => error.name);
      const older = governanceAtlas.load(makeRows(5_000)).catch((error) => error.message);
      const newer = await governanceAtlas.load([{ id: "after", title: "나중" }]);
      return { ended, gone, older: await older, newer: newer.records, hits: (await governanceAtlas.search("")).hits.map((hit) => hit.id) };
    });
    for (const [phase, ...rest] of told.ended) assert.deepEqual(rest, ["AbortError", 0, ["before"]], phase);
    assert.equal(told.gone, "AbortError");
    assert.match(told.older, /another load/);
    assert.deepEqual([told.newer, told.hits], [1, ["after"]]);
  });
}

atlasTest("where workers are refused the page does it in pieces and answers between them", { init: { content: `${withRows.init.content} window.Worker = function () { throw new Error("refused"); };` } }, async ({ page, open }) => {
  await open();
  const told = await call(page, async () => {
    const rows = makeRows(2_000);
    const first = await loadAndListen(rows);
    const bytes = await governanceAtlas.save();
    const again = await loadAndListen(bytes, { mode: "extend" });
    const text = await loadAndListen(rows.map((row) => JSON.stringify(row)).join("\n"));
    return { first, again, text, found: await governanceAtlas.search("title:인터넷 internet 123") };
  });
  for (const { loaded, heard } of [told.first, told.again, told.text]) {
    assert.deepEqual([loaded.records, loaded.where, loaded.errorCount], [2_000, "page", 0]);
    assertAnswered(heard, 1);
  }
  assert.deepEqual(phases(told.first.heard), ["reading", "indexing", "finishing", "done"]);
  assert.deepEqual(phases(told.again.heard), ["reading", "finishing", "done"]);
  assert.ok(told.found.hits.some((hit) => hit.id === "row-123" && hit.provenance === "own"));
});
