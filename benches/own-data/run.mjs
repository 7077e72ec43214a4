// How long loading own data takes, and loading it again once saved, where the time goes, and whether the page stays responsive meanwhile.
// `cargo xtask bench own-data` runs this; figures of two builds compare only within one run.
//
//   node run.mjs [--dist DIR] [--baseline DIR] [--rows 1000,20000,147731] [--runs 3] [--edition one-file|web]
//                [--where worker|page] [--slower 1] [--corpus FILE] [--out FILE]
//
// A corpus is a file of JSON lines (it may be gzipped) in place of the generated rows. `--where page` refuses workers, as some sandboxes do.
// `--slower 4` has the browser hold the page's own thread back so many times: what stays short then is short on a busy machine.

import { createServer } from "node:http";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const here = path.dirname(fileURLToPath(import.meta.url));
// The library is that of the browser tests: the measures need no other.
const { chromium } = createRequire(path.join(here, "../../e2e/package.json"))("playwright-core");

const ONE_FILE = "governance-atlas.html";
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".wasm": "application/wasm", ".svg": "image/svg+xml" };
/** Rows of a corpus that cross to the page at once. */
const CROSSING = 5_000;

function options(words) {
  const read = { dist: path.join(here, "../../dist"), baseline: null, rows: [1_000, 20_000, 147_731], runs: 3, edition: "one-file", where: "worker", slower: 1, corpus: null, out: null };
  for (let at = 0; at < words.length; at += 2) {
    const [flag, value] = [words[at], words[at + 1]];
    if (value === undefined) throw new Error(`${flag} wants a value`);
    if (["--dist", "--baseline", "--corpus", "--out"].includes(flag)) read[flag.slice(2)] = path.resolve(value);
    else if (flag === "--rows") read.rows = value.split(",").map(Number);
    else if (["--runs", "--slower"].includes(flag)) read[flag.slice(2)] = Number(value);
    else if (flag === "--where" && ["worker", "page"].includes(value)) read.where = value;
    else if (flag === "--edition" && ["one-file", "web"].includes(value)) read.edition = value;
    else throw new Error(`${flag} ${value} is not known`);
  }
  return read;
}

/** Runs in the page before anything else: sees what is sent to the worker and when it answers. */
function watchWorkers() {
  const meter = { tasks: {}, sent: 0 };
  window.workerMeter = meter;
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    asked = new Map();
    constructor(address) {
      super(address);
      this.addEventListener("message", ({ data }) => {
        const asked = this.asked.get(data.id);
        if (!asked) return;
        this.asked.delete(data.id);
        const task = meter.tasks[asked.task] ??= { count: 0, ms: 0, longest: 0 };
        // While one task waits for another, the time is the other's.
        const ms = performance.now() - Math.max(asked.at, meter.last ?? 0);
        meter.last = performance.now();
        task.count += 1;
        task.ms += ms;
        task.longest = Math.max(task.longest, ms);
      });
    }
    postMessage(message, ...rest) {
      const at = performance.now();
      super.postMessage(message, ...rest);
      meter.sent += performance.now() - at;
      if (message && message.task) this.asked.set(message.id, { task: message.task, at });
    }
  };
}

/** Runs in the page before anything else: as in a sandbox that has no workers. */
function refuseWorkers() {
  window.workerMeter = { tasks: {}, sent: 0 };
  window.Worker = function Worker() { throw new Error("refused"); };
}

/** Runs in the page: short Korean documents with a number, a date and a code, the same ones every time. */
function makeRows(count) {
  const stems = ["영화", "배우", "연기", "감독", "이야기", "장면", "음악", "결말", "시간", "친구", "사람", "마음", "기대", "재미", "감동", "느낌", "처음", "마지막", "주인공", "액션"];
  const ends = ["가", "를", "는", "도", "의", "에서", "만", "보다", "처럼", "까지", ""];
  const verbs = ["좋았다", "재미있었어요", "아쉽다", "최고입니다", "지루했음", "다시 보고 싶다", "기억에 남는다", "추천합니다", "별로였다", "눈물이 났다"];
  let seed = 7;
  const next = (limit) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((seed / 0x80000000) * limit);
  };
  // New words keep appearing, as in real texts: syllables at random.
  const rare = () => String.fromCharCode(0xac00 + next(11172), 0xac00 + next(11172));
  const word = () => (next(8) === 0 ? rare() : stems[next(stems.length)]) + ends[next(ends.length)];
  const text = () => `${Array.from({ length: 2 + next(8) }, word).join(" ")} ${verbs[next(verbs.length)]}${next(3) === 0 ? ".." : ""}`;
  return Array.from({ length: count }, (_, at) => ({
    id: `n${9_000_000 + at}`,
    title: "",
    text: text(),
    date: `20${String(10 + next(15))}-${String(1 + next(12)).padStart(2, "0")}-${String(1 + next(28)).padStart(2, "0")}`,
    rating: 1 + next(10),
    movie: String(10_000 + next(1_000)),
  }));
}

/** Runs in the page: loads the first rows, saves them and loads that, and tells how it went. */
async function measure(count) {
  const rows = window.benchRows.slice(0, count);
  const meter = window.workerMeter;
  const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  /** Does something, and tells how long it took and what held the page up meanwhile. */
  const watched = async (act) => {
    await wait(500);
    Object.assign(meter, { tasks: {}, sent: 0, last: 0 });
    const long = [];
    const blamed = [];
    const observers = [
      [{ type: "longtask" }, (entry) => long.push(Math.round(entry.duration))],
      [{ type: "long-animation-frame" }, (entry) => entry.scripts.forEach((script) => script.duration > 20 && blamed.push(`${Math.round(script.duration)} ms ${script.invoker} ${script.sourceFunctionName}`))],
    ].map(([what, take]) => {
      const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
      observer.observe(what);
      return observer;
    });
    let silence = 0;
    let last = performance.now();
    // Asked so often whether the page still answers.
    const beat = setInterval(() => {
      const now = performance.now();
      silence = Math.max(silence, now - last);
      last = now;
    }, 5);
    const began = performance.now();
    const value = await act();
    const ms = performance.now() - began;
    clearInterval(beat);
    await wait(300);
    observers.forEach((observer) => observer.disconnect());
    return { value, ms, long, blamed, silence, tasks: structuredClone(meter.tasks), sent: meter.sent };
  };
  const { value: loaded, ...first } = await watched(() => window.governanceAtlas.load(rows));
  const took = [];
  for (const query of ["영화", "재미있", "배우 연기", "최고", "감동"]) took.push((await window.governanceAtlas.search(query)).tookMs);
  const bytes = await window.governanceAtlas.save();
  const again = await watched(() => window.governanceAtlas.load(bytes));
  await window.governanceAtlas.unload();
  return { ...first, where: loaded.where, search: took, memory: loaded.memory.total, again };
}

async function serve(folder) {
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.join(folder, path.normalize(asked === "/" ? "/index.html" : asked));
    try {
      const body = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

async function readCorpus(file) {
  const bytes = await readFile(file);
  return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n").filter(Boolean);
}

async function giveCorpus(page, lines) {
  await page.evaluate(() => { window.benchRows = []; });
  for (let at = 0; at < lines.length; at += CROSSING) {
    await page.evaluate((some) => { for (const line of some) window.benchRows.push(JSON.parse(line)); }, lines.slice(at, at + CROSSING));
  }
}

/** Opens a build in a new browser context, with the rows in it. */
async function openPage(browser, address, corpus, { rows, where, slower }) {
  const most = Math.max(...rows);
  const page = await (await browser.newContext({ locale: "ko-KR" })).newPage();
  await page.addInitScript(where === "worker" ? watchWorkers : refuseWorkers);
  await page.goto(address);
  await page.evaluate(() => window.governanceAtlas.ready.then(() => null));
  if (corpus) await giveCorpus(page, corpus.slice(0, most));
  else await page.evaluate(`window.benchRows = (${makeRows})(${most})`);
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  return page;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** What all runs of one build with so many rows have in common. */
function summary(name, rows, runs) {
  const of = (pick) => median(runs.map(pick));
  const tasks = Object.keys(runs[0].tasks).map((task) => `${task} ${Math.round(of((run) => run.tasks[task]?.ms ?? 0))}`);
  return {
    name, rows,
    ms: of((run) => run.ms),
    silence: Math.max(...runs.flatMap((run) => [run.silence, run.again.silence])),
    long: runs.map((run) => run.long),
    longAgain: runs.map((run) => run.again.long),
    blamed: [...new Set(runs.flatMap((run) => [...run.blamed, ...run.again.blamed]))].slice(0, 6),
    tasks: tasks.join(", "),
    sent: of((run) => run.sent),
    search: of((run) => median(run.search)),
    memory: of((run) => run.memory),
    restored: of((run) => run.again.ms),
    where: runs[0].where,
  };
}

function table(found) {
  const lines = ["| build | rows | load, ms | against the first | longest silence, ms | tasks over 50 ms, run by run | search, ms | restored, ms | tasks over 50 ms meanwhile | memory, MB |", "|---|---|---|---|---|---|---|---|---|---|"];
  const lists = (runs) => runs.map((long) => `[${long}]`).join(" ");
  for (const one of found) {
    const first = found.find((other) => other.rows === one.rows);
    lines.push(`| ${one.name} (${one.where}) | ${one.rows} | ${Math.round(one.ms)} | ${(one.ms / first.ms).toFixed(2)} | ${Math.round(one.silence)} | ${lists(one.long)} | ${one.search.toFixed(1)} | ${Math.round(one.restored)} | ${lists(one.longAgain)} | ${(one.memory / 1e6).toFixed(1)} |`);
  }
  const parts = found.map((one) => `- ${one.name}, ${one.rows} rows: answers of the worker took, in ms: ${one.tasks}; sending took the page ${Math.round(one.sent)}${one.blamed.length ? `; frames were held up by: ${one.blamed.join("; ")}` : ""}`);
  return `${lines.join("\n")}\n\n${parts.join("\n")}\n`;
}

const read = options(process.argv.slice(2));
const corpus = read.corpus ? await readCorpus(read.corpus) : null;
const builds = [...(read.baseline ? [["before", read.baseline]] : []), ["now", read.dist]];
const browser = await chromium.launch({ executablePath: process.env.ATLAS_CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
const load = loadavg()[0];
const runs = new Map();
for (let run = 0; run < read.runs; run += 1) {
  for (const [name, folder] of builds) {
    const server = read.edition === "web" ? await serve(folder) : null;
    const page = await openPage(browser, server?.address ?? pathToFileURL(path.join(folder, ONE_FILE)).href, corpus, read);
    for (const rows of read.rows) {
      const key = `${rows} ${name}`;
      runs.set(key, [...(runs.get(key) ?? []), await page.evaluate(`(${measure})(${rows})`)]);
      console.log(`${name}, ${rows} rows, run ${run + 1}: ${Math.round(runs.get(key).at(-1).ms)} ms`);
    }
    await page.context().close();
    server?.close();
  }
}
await browser.close();
const found = read.rows.flatMap((rows) => builds.map(([name]) => summary(name, rows, runs.get(`${rows} ${name}`))));
const told = `Load average at the start ${load.toFixed(1)}, ${read.edition} edition${read.slower === 1 ? "" : `, the page's own thread ${read.slower} times slower`}, median of ${read.runs} runs.\n\n${table(found)}`;
console.log(`\n${told}`);
if (read.out) await writeFile(read.out, told);
