// The page starts wherever it is put, and says plainly why where it cannot.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ONE_FILE, addressOf, atlasTest, copiedFolder, running } from "./support.mjs";

const bothEngines = { browsers: ["chromium", "firefox"] };

/** Opens the page and waits for the notice of a failure; gives its code. */
async function failureCode({ page, openRaw }) {
  await openRaw();
  await page.locator("#boot-failure").waitFor();
  return page.locator("html").getAttribute("data-boot-failure");
}

/** A copy of the one-file edition, changed. */
function changedFile(name, change) {
  return async () => {
    const { folder } = await copiedFolder();
    const text = await readFile(path.join(folder, ONE_FILE), "utf8");
    await writeFile(path.join(folder, name), change(text));
    return pathToFileURL(path.join(folder, name)).href;
  };
}

atlasTest("the page starts", bothEngines, async ({ page, open, edition }) => {
  await open();
  assert.equal(await page.locator("#static-page").count(), 0, "the static page is gone");
  assert.equal(await page.locator("#loading").count(), 0, "nothing says that it is still opening");
  assert.equal(await page.locator("html").getAttribute("data-edition"), edition);
  assert.notEqual((await page.locator("body").innerText()).trim(), "", "the program shows something");
});

atlasTest("the static page does not flash while the program loads", { editions: ["web"] }, async ({ page, openRaw }) => {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await openRaw();
  assert.equal(await page.locator("#static-page").isVisible(), false);
  release();
  await running(page);
});

atlasTest("without JavaScript the static page stands", { context: { javaScriptEnabled: false } }, async ({ page, openRaw }) => {
  await openRaw();
  assert.ok(await page.locator("#static-page h1").isVisible());
  assert.equal(await page.locator("noscript p:visible").count(), 3, "in three languages");
  assert.equal(await page.locator("#loading").isVisible(), false);
});

atlasTest("without WebAssembly the static page stands with the reason", { launch: ["--js-flags=--jitless"] }, async (given) => {
  assert.equal(await failureCode(given), "no-wasm");
  assert.ok(await given.page.locator("#static-page h1").isVisible());
  assert.equal(await given.page.locator("#boot-failure p").count(), 3, "in three languages");
});

atlasTest("the reader's language comes first in a notice", { editions: ["web"], locales: ["ko-KR", "en-US", "zh-CN"], launch: ["--js-flags=--jitless"] }, async (given) => {
  await failureCode(given);
  const first = given.page.locator("#boot-failure p").first();
  assert.equal(await first.getAttribute("lang"), given.locale.slice(0, 2));
});

atlasTest("a program that does not arrive is named", { editions: ["web"] }, async (given) => {
  given.allow(/404/, /no answer: .*_bg\.wasm/);
  await given.page.route(/\.wasm$/, (route) => route.fulfill({ status: 404, body: "" }));
  assert.equal(await failureCode(given), "load");
  assert.ok(await given.page.locator("#static-page h1").isVisible());
});

const damaged = changedFile("손상.html", (text) => text.replace(/(governance-atlas\.block">.{200})./, (_, start) => `${start}!`));
atlasTest("a damaged file is named", { editions: ["one-file"], address: damaged }, async (given) => {
  assert.equal(await failureCode(given), "damaged");
});

const forged = changedFile("다른 프로그램.html", (text) => text.replace(/data-sha256="./, 'data-sha256="x'));
atlasTest("a program with another hash is not started", { editions: ["one-file"], address: forged }, async (given) => {
  assert.equal(await failureCode(given), "damaged");
});

const webAsFile = async () => pathToFileURL(path.join((await copiedFolder()).folder, "index.html")).href;
atlasTest("the web edition opened as a file points to the other one", { editions: ["web"], address: webAsFile }, async (given) => {
  given.allow(/manifest/);
  assert.equal(await failureCode(given), "web-as-file");
});

/** A page of somebody else with the atlas in a frame that may run scripts and nothing more. */
const framed = async () => {
  const { folder } = await copiedFolder();
  const file = path.join(folder, "틀.html");
  const frame = `<!doctype html><iframe sandbox="allow-scripts" src="./${ONE_FILE}" width="100%" height="700" frameborder="0"></iframe>`;
  await writeFile(file, frame);
  return pathToFileURL(file).href;
};
atlasTest("the file starts in a sandboxed frame", { editions: ["one-file"], address: framed }, async ({ page, openRaw }) => {
  await openRaw();
  await page.frameLocator("iframe").locator("html.app-running").waitFor({ state: "attached" });
});

atlasTest("the site starts in a frame of another page", { editions: ["web"] }, async ({ page, openRaw }) => {
  await openRaw("manifest.webmanifest");
  await page.setContent(`<iframe src="${await addressOf("web")}" width="100%" height="700" frameborder="0"></iframe>`);
  await page.frameLocator("iframe").locator("html.app-running").waitFor({ state: "attached" });
});
