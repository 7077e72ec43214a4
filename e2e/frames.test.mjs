// Inside other pages, with storage denied, and where the program cannot run.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ONE_FILE, addressOf, atlasTest, copiedFolder, until } from "./support.mjs";
import { Atlas } from "./fixtures/atlas.mjs";

/** The main job, in any frame. */
async function mainJob(frame) {
  await frame.locator("html.app-running").waitFor({ state: "attached" });
  const atlas = new Atlas(frame);
  await atlas.box.fill("인터넷 거버넌스 포럼");
  await atlas.hits.first().waitFor();
  assert.equal((await atlas.results()).ids[0], "process/igf");
  await frame.locator("body").press("Escape");
  await atlas.facetValue("kind", "event").click();
  await until(async () => assert.equal((await atlas.results()).chips.length, 1));
  const list = await atlas.results();
  await atlas.hitNames.first().click();
  await until(async () => assert.equal((await atlas.heading.textContent()).trim(), list.hits[0].name));
  await atlas.back.click();
  assert.deepEqual((await atlas.listed()).ids, list.ids);
  await atlas.languageChoice.selectOption("en");
  await until(async () => assert.equal(await atlas.navigation.locator("a").first().textContent(), "Explore"));
  await atlas.themeChoice.selectOption("dark");
  await until(async () => assert.equal(await frame.locator("html").getAttribute("data-theme"), "dark"));
  await atlas.navigation.locator("a").nth(2).click();
  await frame.locator(".about").waitFor();
  await frame.locator("body").evaluate(() => window.history.back());
  await until(async () => assert.deepEqual((await atlas.results()).ids, list.ids));
}

/** Opens a page of somebody else with the atlas in a frame; gives the frame. */
async function inFrame({ page, openRaw, edition }, name, attributes) {
  const source = edition === "web" ? await addressOf("web") : `./${ONE_FILE}`;
  const markup = `<!doctype html><meta charset="utf-8"><title>포털</title><iframe title="아틀라스" ${attributes} src="${source}" width="100%" height="700"></iframe>`;
  if (edition === "web") {
    await page.route("**/portal.html", (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: markup }));
    await page.goto(new URL("portal.html", source).href);
  } else {
    const { folder } = await copiedFolder();
    await writeFile(path.join(folder, name), markup);
    await page.goto(pathToFileURL(path.join(folder, name)).href);
  }
  await page.frameLocator("iframe").locator("body").waitFor();
  return page.frames().find((frame) => frame !== page.mainFrame());
}

atlasTest("inside another page the main job is the same", async (given) => {
  await mainJob(await inFrame(given, "포털.html", ""));
});

atlasTest("in a sandboxed frame, where storage is denied, the page still does its job", { editions: ["one-file"] }, async (given) => {
  const frame = await inFrame(given, "격리.html", 'sandbox="allow-scripts"');
  assert.equal(await frame.evaluate(() => {
    try {
      return typeof window.localStorage;
    } catch (error) {
      return error.name;
    }
  }), "SecurityError", "the frame has no storage");
  await mainJob(frame);
});

atlasTest("a frame with the focus elsewhere does not take it", async (given) => {
  const { page } = given;
  const frame = await inFrame(given, "초점.html", "");
  await frame.locator("html.app-running").waitFor({ state: "attached" });
  await frame.locator("#search-input").waitFor();
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), "IFRAME", "the reader of the portal stays where they were");
});

const full = { init: () => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; } };
atlasTest("where the storage is full choices last for the visit", { editions: ["one-file"], ...full }, async ({ page, atlas, open }) => {
  await open("#/about");
  await atlas.themeChoice.selectOption("dark");
  await until(async () => assert.equal(await page.locator("html").getAttribute("data-theme"), "dark"));
  await atlas.languageChoice.selectOption("zh");
  await until(async () => assert.match(await page.locator("html").getAttribute("lang"), /^zh/u));
});

const nonsense = { init: () => { localStorage.setItem("governance-atlas.locale", "\u0000🤷"); localStorage.setItem("governance-atlas.theme", "plaid"); } };
atlasTest("what is stored and makes no sense is passed over", { editions: ["one-file"], ...nonsense }, async ({ page, atlas, open }) => {
  await open();
  assert.match(await page.locator("html").getAttribute("lang"), /^ko/u);
  assert.equal(await atlas.themeChoice.inputValue(), "auto");
});

/** The static index names the records, by kind, in Korean and English. */
async function holdsTheIndex(page) {
  const index = page.locator("#static-index");
  const text = await index.textContent();
  for (const name of ["ICT 이용의 신뢰성 및 보안", "인터넷 거버넌스 포럼(IGF)", "정보사회를 위한 튀니스 의제"]) assert.ok(text.includes(name), name);
  assert.ok(await index.locator("li").count() > 1000, "all records");
  assert.ok(await index.locator("h2").count() > 10, "by kind");
}

atlasTest("without JavaScript the page shows an index of all records", { context: { javaScriptEnabled: false } }, async ({ page, openRaw }) => {
  await openRaw();
  assert.ok(await page.locator("noscript p").first().isVisible());
  await holdsTheIndex(page);
});

atlasTest("without WebAssembly the page shows an index of all records", { launch: ["--js-flags=--jitless"] }, async ({ page, openRaw }) => {
  await openRaw();
  await page.locator("#boot-failure").waitFor();
  await holdsTheIndex(page);
});
