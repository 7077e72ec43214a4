// Search engines side by side in one Chromium page. `cargo xtask bench search` builds the engine and runs this.
//
//   node run.mjs --engine DIR --corpus DIR [--corpus DIR …] [--peers "mini,orama"] [--questions 300] [--bound 60] [--out FILE]
//
// A corpus is a folder with docs.jsonl and queries.jsonl (each may be gzipped). Its name in the table is the folder's name.

import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gunzipSync } from "node:zlib";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { buildPagefind } from "./pagefind.mjs";
import { report } from "./report.mjs";
import { otherScript } from "./script.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
/** Building may take this many bounds, as in the page. */
const BUILDING = 5;
/** No single step without a sign of life takes longer than this many bounds: the page is given up then. */
const PATIENCE = 6;

function options(words) {
  const read = { corpora: [], peers: null, questions: 300, bound: 60, out: null, engine: null, baseline: null };
  for (let at = 0; at < words.length; at += 2) {
    const [flag, value] = [words[at], words[at + 1]];
    if (value === undefined) throw new Error(`${flag} wants a value`);
    if (flag === "--corpus") read.corpora.push(path.resolve(value));
    else if (flag === "--peers") read.peers = value.toLowerCase().split(",").map((word) => word.trim()).filter(Boolean);
    else if (flag === "--questions") read.questions = Number(value);
    else if (flag === "--bound") read.bound = Number(value);
    else if (["--out", "--engine", "--baseline"].includes(flag)) read[flag.slice(2)] = path.resolve(value);
    else throw new Error(`the flag ${flag} is not known`);
  }
  if (!read.engine) throw new Error("--engine DIR is missing: the folder with engine.js and engine_bg.wasm");
  if (read.corpora.length === 0) throw new Error("--corpus DIR is missing");
  return read;
}

async function readCorpus(folder) {
  const read = async (name) => {
    const plain = path.join(folder, name);
    if (existsSync(plain)) return readFile(plain, "utf8");
    return gunzipSync(await readFile(`${plain}.gz`)).toString("utf8");
  };
  const docs = await read("docs.jsonl");
  const queries = (await read("queries.jsonl")).split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const index = path.join(folder, "index.bin");
  const other = otherScript(docs, queries);
  return {
    docs, queries: queries.map((query) => JSON.stringify(query)).join("\n"), other,
    index: existsSync(index) ? await readFile(index) : null,
  };
}

/** Serves the page, isolated so that its clock is fine. */
async function serve(files) {
  const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
  const server = createServer(async (request, response) => {
    const asked = new URL(request.url, "http://localhost").pathname;
    const body = await files(asked).catch(() => null);
    response.writeHead(body === null ? 404 : 200, {
      "content-type": `${types[path.extname(asked)] ?? (asked === "/" ? "text/html" : "text/plain")}; charset=utf-8`,
      "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp",
    });
    response.end(body ?? "");
  });
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => { server.closeAllConnections(); server.close(); } };
}

/** What each package weighs when it is all that a page loads of it. */
async function weigh(packages, bundled) {
  const exports = { "@orama/orama": "{ create, insert, search }" };
  const sizes = {};
  for (const name of packages) {
    const code = await build({
      stdin: { contents: `export ${exports[name] ?? "{ default }"} from "${name}";`, resolveDir: here },
      bundle: true, minify: true, format: "esm", write: false, logLevel: "silent",
    });
    sizes[name] = brotliCompressSync(code.outputFiles[0].contents).length;
  }
  for (const [name, folder] of Object.entries(bundled)) {
    if (!folder) continue;
    sizes[name] = brotliCompressSync(await readFile(path.join(folder, "engine_bg.wasm"))).length;
    const glue = await build({ entryPoints: [path.join(folder, "engine.js")], minify: true, write: false, logLevel: "silent" });
    sizes[`${name} glue`] = brotliCompressSync(glue.outputFiles[0].contents).length;
  }
  return sizes;
}

class Bench {
  constructor(browser, address, settings) {
    Object.assign(this, { browser, address, settings, page: null, rows: new Map(), lively: 0 });
  }

  /** A page with the corpus; a page that was lost is replaced. */
  async open() {
    this.page = await this.browser.newPage();
    this.lost = new Promise((resolve) => { this.page.once("crash", () => resolve("the page ran out of memory")); });
    await this.page.exposeFunction("report", (row) => { this.rows.set(row.name, row); this.alive(row.name); });
    await this.page.exposeFunction("alive", (text) => this.alive(text));
    this.page.on("pageerror", (error) => console.error(`  ${error.message}`));
    this.page.on("console", (message) => { if (message.type() === "error") console.error(`  ${message.text()}`); });
    await this.page.goto(this.address);
    await this.page.waitForFunction("window.ready", null, { timeout: 10_000 });
    return this.page.evaluate((questions) => window.prepare(questions), this.settings.questions);
  }

  alive(text) {
    this.lively = Date.now();
    if (Date.now() - (this.told ?? 0) > 10_000) {
      this.told = Date.now();
      console.log(`    … ${text}`);
    }
  }

  /** Measures one engine; a page that dies or hangs costs that engine only. */
  async measure(name, other) {
    const { bound } = this.settings;
    this.lively = Date.now();
    let timer;
    const hung = new Promise((resolve) => {
      timer = setInterval(() => {
        if (Date.now() - this.lively > bound * PATIENCE * 1000) resolve(`gave no sign of life for ${bound * PATIENCE} s`);
      }, 1000);
    });
    const run = this.page.evaluate(([engine, settings]) => window.measure(engine, settings), [name, { bound, other }])
      .then(() => null, (error) => error.message.split("\n")[0]);
    const failed = await Promise.race([run, this.lost, hung]);
    clearInterval(timer);
    const row = this.rows.get(name) ?? { name };
    if (failed) {
      row.failed = failed;
      console.log(`    ${failed}`);
      await Promise.race([this.page.close(), new Promise((resolve) => { setTimeout(resolve, 3000); })]).catch(() => {});
      await this.open();
    }
    return row;
  }
}

/** What is built ahead of the page, while nothing else is measured; why not, where it cannot be. */
async function buildAhead(docs, { bound }) {
  const records = docs.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  try {
    return await buildPagefind(records, bound * BUILDING * 1000);
  } catch (error) {
    const [failed] = String(error.message ?? error).split("\n");
    console.log(`    ${failed}`);
    return { failed };
  }
}

async function measureCorpus(folder, settings, browser, bundle) {
  const corpus = await readCorpus(folder);
  let ahead = null;
  const served = await serve(async (asked) => {
    if (asked === "/") return "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>bench</title><script type=module src=/main.js></script>";
    if (asked === "/main.js") return bundle;
    if (asked === "/corpus/docs") return corpus.docs;
    if (asked === "/corpus/queries") return corpus.queries;
    if (asked === "/corpus/index") return corpus.index;
    if (asked === "/ahead/told") return JSON.stringify(ahead.told);
    if (asked === "/ahead/numbers") return JSON.stringify(ahead.numbers);
    if (asked.startsWith("/pagefind/")) return ahead.files.get(asked.slice("/pagefind/".length)) ?? null;
    return readFile(path.join(settings.engine, path.basename(asked)));
  });
  const bench = new Bench(browser, served.address, settings);
  const measures = await bench.open();
  const load = loadavg()[0];
  const engines = await bench.page.evaluate(() => window.engines());
  const wanted = engines.filter(({ name }, at) =>
    at === 0 || !settings.peers || settings.peers.some((word) => name.toLowerCase().replaceAll(",", "").includes(word)));
  const rows = [];
  for (const engine of wanted) {
    const started = Date.now();
    console.log(`  ${path.basename(folder)}: ${engine.name}`);
    if (engine.ahead) ahead ??= await buildAhead(corpus.docs, settings);
    if (engine.ahead && ahead.failed) rows.push({ ...engine, failed: ahead.failed });
    else rows.push({ ...engine, ...(await bench.measure(engine.name, corpus.other)) });
    console.log(`    ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
  await bench.page.close();
  served.close();
  return { corpus: path.basename(folder), other: corpus.other, load: [load, loadavg()[0]], ...measures, rows };
}

async function versions() {
  const lock = JSON.parse(await readFile(path.join(here, "package-lock.json"), "utf8"));
  const own = Object.keys(lock.packages[""].dependencies);
  return Object.fromEntries(own.map((name) => [name, lock.packages[`node_modules/${name}`].version]));
}

async function main() {
  const settings = options(process.argv.slice(2));
  const bundled = await build({
    entryPoints: [path.join(here, "page/main.js")], bundle: true, format: "esm", write: false, minify: true,
    define: { "process.env.NODE_ENV": '"production"' }, logLevel: "error",
  });
  const browser = await chromium.launch({
    executablePath: process.env.ATLAS_CHROMIUM,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
      "--enable-precise-memory-info", "--js-flags=--expose-gc --max-old-space-size=4096",
    ],
  });
  const facts = {
    date: new Date().toISOString().slice(0, 10), browser: `Chromium ${browser.version()}`, node: process.version,
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`,
    versions: await versions(), bound: settings.bound, questions: settings.questions,
    sizes: await weigh(["minisearch", "@orama/orama", "flexsearch", "lunr", "fuse.js"], { "this engine": settings.engine, baseline: settings.baseline }),
  };
  const results = [];
  for (const folder of settings.corpora) {
    results.push(await measureCorpus(folder, settings, browser, bundled.outputFiles[0].text));
    // After each, so that what was measured is not lost with what comes.
    if (settings.out) {
      await writeFile(settings.out, report(facts, results));
      await writeFile(`${settings.out.replace(/\.md$/u, "")}.json`, `${JSON.stringify({ facts, results }, null, 1)}\n`);
    }
  }
  await browser.close();
  console.log(`\n${report(facts, results)}`);
}

await main();
