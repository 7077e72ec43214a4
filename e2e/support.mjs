// What every test of the page stands on.
//
// A test says what it is about and gets an opened page for each edition it wants:
//
//   atlasTest("C5 is found by its Korean name", async ({ page, open }) => {
//     await open("#/search?q=…");
//     await expectText(page.locator("main"), "…");
//   });
//
// The guards need no call. At the end of every test they fail it when the page wrote a warning
// or an error to the console, threw, broke its content policy, asked another origin for anything,
// or got no answer to a request, and when what it shows at the end is wider than the window at
// 360 or at 1280 pixels. A test that provokes one of these says so beforehand: `allow(/404/)`.
//
// Options: { editions: ["web", "one-file"], browsers: ["chromium"], locales: ["ko-KR"],
//            languagesOnce: true for all locales in one edition and only the first in the other,
//            context: {…of Playwright's newContext}, launch: [extra arguments], init: function or { content: text },
//            timeout: milliseconds, exclusive: true for what the whole machine has once (clipboard) }.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium, firefox } from "playwright-core";
import { Atlas } from "./fixtures/atlas.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

/** The built site. */
export const DIST = process.env.ATLAS_DIST ?? path.join(here, "..", "dist");
/** Where screenshots of failed tests go. */
export const REPORT = process.env.ATLAS_REPORT ?? path.join(here, "report");
/** The name of the one-file edition. */
export const ONE_FILE = "governance-atlas.html";
/** Both editions: every behaviour of the page holds in both. */
export const EDITIONS = ["web", "one-file"];
/** The languages of the page, as browsers name them. */
export const LOCALES = ["ko-KR", "en-US", "zh-CN"];
/** A site may live below any path, and a file in a folder with any name. */
const SUB_PATH = "/portal/아틀라스 시험/";
const FOLDER = "한글 폴더 이름";
/** No step of a page takes this long on a busy machine. */
const PATIENCE = 20_000;
/** So many tests of a file run at a time, each in a context of its own: a page mostly waits. */
const SIDE_BY_SIDE = 2;
/** Every page fits these widths, in CSS pixels: a narrow phone and an office screen. */
const WIDTHS = [360, 1280];

const MEDIA_TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

// ---- What a test file shares: one server, one folder with the file, one browser of each kind.

const shared = new Map();

/** Makes something once per test file; it is taken down when all tests have run. */
function once(name, make) {
  if (!shared.has(name)) shared.set(name, make());
  return shared.get(name);
}

after(async () => {
  for (const thing of shared.values()) {
    const made = await thing.catch(() => null);
    await made?.close?.();
  }
});

/** A static server on a free port, with the site below a path of letters and spaces. */
export function site() {
  return once("site", async () => {
    const server = createServer(serveFile);
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${server.address().port}`;
    return {
      origin,
      address: origin + encodeURI(SUB_PATH),
      close: () => new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
    };
  });
}

async function serveFile(request, response) {
  const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  if (asked === "/favicon.ico") {
    // What a browser asks for by itself when a page names no icon.
    response.writeHead(204).end();
    return;
  }
  const relative = asked.startsWith(SUB_PATH) ? asked.slice(SUB_PATH.length) || "index.html" : null;
  try {
    const body = await readFile(path.join(DIST, path.normalize(`/${relative}`)));
    if (relative === null) throw new Error("outside the site");
    response.writeHead(200, {
      "content-type": MEDIA_TYPES[path.extname(relative)] ?? "application/octet-stream",
      "cache-control": "no-store",
    });
    response.end(body);
  } catch {
    response.writeHead(404, { "content-type": "text/plain" });
    response.end("not found");
  }
}

/** The whole site in a folder with Korean letters and spaces, as if it had been copied there. */
export function copiedFolder() {
  return once("folder", async () => {
    const base = await mkdtemp(path.join(tmpdir(), "atlas-"));
    const folder = path.join(base, FOLDER);
    await mkdir(folder);
    await cp(DIST, folder, { recursive: true });
    return { folder, close: () => rm(base, { recursive: true, force: true }) };
  });
}

const CHROMIUM_ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--no-first-run",
];

/** Chromium of this machine; other arguments give another instance. */
function launchChromium(extra = []) {
  return once(`chromium ${extra.join(" ")}`, () => chromium.launch({
    executablePath: process.env.ATLAS_CHROMIUM ?? "/usr/bin/chromium",
    args: [...CHROMIUM_ARGUMENTS, ...extra],
  }));
}

/** Firefox of this machine, driven over WebDriver BiDi: no patched build is needed. */
function launchFirefox() {
  return once("firefox", () => firefox.launch({
    channel: "moz-firefox",
    executablePath: process.env.ATLAS_FIREFOX ?? "/usr/bin/firefox-esr",
  }));
}

const BROWSERS = { chromium: launchChromium, firefox: launchFirefox };

/** Where an edition is opened. */
export async function addressOf(edition) {
  if (edition === "web") return (await site()).address;
  return pathToFileURL(path.join((await copiedFolder()).folder, ONE_FILE)).href;
}

// ---- The guards.

/** Watches a page from its first moment; `verdict` throws what was seen. */
class Guard {
  seen = [];
  allowed = [];

  constructor(page, ownAddresses) {
    page.on("console", (message) => {
      if (["warning", "error"].includes(message.type())) this.note(`console ${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.note(`uncaught: ${error.message}`));
    page.on("requestfailed", (request) => this.note(`no answer: ${request.url().slice(0, 200)} (${request.failure()?.errorText})`));
    page.on("request", (request) => {
      const url = request.url();
      const own = ["data:", "blob:", "about:", ...ownAddresses].some((start) => url.startsWith(start));
      if (!own) this.note(`request to another origin: ${url}`);
    });
  }

  note(what) {
    this.seen.push(what);
  }

  verdict() {
    const found = this.seen.filter((what) => !this.allowed.some((pattern) => pattern.test(what)));
    assert.deepEqual(found, [], "the page was not quiet");
  }
}

/** Runs in the page before anything else: keeps what the content policy refused. */
function watchPolicy() {
  window.__refused = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.__refused.push(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sample} at ${event.sourceFile}:${event.lineNumber}`);
  });
}

// ---- The test function.

/** Registers a test for each wanted edition, browser and locale. */
export function atlasTest(name, ...rest) {
  const body = rest.pop();
  const { editions = EDITIONS, browsers = ["chromium"], locales = ["ko-KR"], timeout = 90_000, languagesOnce = false, ...options } = rest[0] ?? {};
  for (const edition of editions) {
    for (const browser of browsers) {
      for (const locale of languagesOnce && edition === "web" ? locales.slice(0, 1) : locales) {
        const marks = [edition, ...(browsers.length > 1 || browser !== "chromium" ? [browser] : []), ...(locales.length > 1 ? [locale] : [])];
        const job = () => run(name, { edition, browser, locale, ...options }, body);
        register(`${name} [${marks.join(", ")}]`, timeout, options.exclusive ? () => alone(job) : job);
      }
    }
  }
}

const registered = [];

/** The tests of a file form one suite, made when the file has named them all. */
function register(name, timeout, job) {
  registered.push(() => test(name, { timeout }, job));
  if (registered.length > 1) return;
  setImmediate(() => {
    describe(path.basename(process.argv[1], ".test.mjs"), { concurrency: SIDE_BY_SIDE }, () => registered.forEach((make) => make()));
  });
}

let lastAlone = Promise.resolve();

/** Runs after all others that run alone. */
function alone(job) {
  const done = lastAlone.then(job);
  lastAlone = done.catch(() => {});
  return done;
}

async function run(name, options, body) {
  assert.ok(existsSync(path.join(DIST, ONE_FILE)), `there is no built site in ${DIST}: run \`cargo xtask build\``);
  const browser = await BROWSERS[options.browser](options.launch);
  const context = await browser.newContext({ locale: options.locale, timezoneId: "Asia/Seoul", ...options.context });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  try {
    const given = await fixtures(page, context, options);
    await body(given);
    await given.settle();
  } catch (error) {
    await keepPicture(page, `${name} ${options.edition} ${options.browser} ${options.locale}`);
    throw error;
  } finally {
    await context.close();
  }
}

/** A failed test leaves a picture of what was to be seen. */
async function keepPicture(page, name) {
  const file = path.join(REPORT, `${name.replace(/[^\p{L}\p{N}]+/gu, "-")}.png`);
  await page.screenshot({ path: file, fullPage: true }).catch(() => {});
}

/** Everything that a test gets, and a body that is guarded to its end. */
async function fixtures(page, context, options) {
  const address = options.address ? await options.address() : await addressOf(options.edition);
  const guard = new Guard(page, [new URL(address).protocol === "file:" ? "file:" : new URL(address).origin]);
  const scripted = options.context?.javaScriptEnabled !== false;
  if (scripted) await page.addInitScript(watchPolicy);
  if (scripted && options.init) await page.addInitScript(options.init);
  const lang = options.locale.slice(0, 2);
  return {
    page,
    context,
    /** The page as its readers see it. */
    atlas: new Atlas(page),
    /** The language of the test, as links name it. */
    lang,
    /** The address that shows a place of the page in the language of the test. */
    inLanguage: (hash) => `${hash}${hash.includes("?") ? "&" : "?"}lang=${lang}`,
    guard,
    address,
    edition: options.edition,
    browser: options.browser,
    locale: options.locale,
    /** Lets the guards pass over what matches. */
    allow: (...patterns) => guard.allowed.push(...patterns),
    /** Opens the page at a hash and waits until the program runs. */
    open: async (hash = "") => {
      await page.goto(address + hash);
      await running(page);
    },
    /** Opens the page without waiting for the program. */
    openRaw: (hash = "") => page.goto(address + hash),
    /** What the guards have to say; `atlasTest` calls it at the end of every test. */
    settle: async () => {
      if (scripted) {
        for (const frame of page.frames()) {
          const refused = await frame.evaluate(() => window.__refused ?? []);
          refused.forEach((what) => guard.note(`policy: ${what}`));
        }
      }
      for (const width of WIDTHS) (await tooWide(page, width)).forEach((what) => guard.note(`too wide at ${width}: ${what}`));
      guard.verdict();
    },
  };
}

/** What sticks out of a window of this width; nothing when all of the page fits. */
export async function tooWide(page, width) {
  const size = page.viewportSize();
  if (size === null || page.isClosed()) return [];
  await page.setViewportSize({ width, height: size.height });
  const found = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const describe = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} “${element.textContent.trim().slice(0, 40)}”`;
    const outside = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
    return [`the page is ${scrollWidth} wide`, ...outside.slice(0, 5).map(describe)];
  });
  await page.setViewportSize(size);
  return found;
}

/** Waits until the program has taken over, or says why it did not. */
export async function running(page) {
  await page.waitForFunction(() => {
    const root = document.documentElement;
    return root.classList.contains("app-running") || root.hasAttribute("data-boot-failure");
  });
  const failure = await page.evaluate(() => document.getElementById("boot-failure")?.textContent ?? null);
  assert.equal(failure, null, "the program did not start");
}

/** Tries again until what is asserted holds; gives what `check` gives. */
export async function until(check, patience = 8_000) {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => { setTimeout(resolve, 30); });
  }
}

/** Waits until the element holds the text. */
export async function expectText(locator, text) {
  await locator.filter({ hasText: text }).first().waitFor();
}
