// What axe-core can see of the guidelines for accessible content, level A and AA: on the main pages,
// light and dark, wide and narrow. What no program can see is tested by name in the other files.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { atlasTest, until } from "./support.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740 } };

const PAGES = {
  "the front page": "#/",
  "a search with refinements": "#/search?q=인터넷&kind=event&process=igf",
  "a search without results": "#/search?q=인터넷&kind=governance-model&country=KZ",
  "a record with corrections": "#/record/action-line/c5?q=C5",
  "a record with a figure": "#/record/statistic/igf-egm-2022-experts",
  "a source": "#/source/igf-briefing",
  "the bibliography": "#/sources",
  "the about page": "#/about",
  "a page that was not found, with a notice": "#/record/event/nothing?colour=red",
  "the English interface": "#/record/process/igf?lang=en",
};

/** What axe finds, in lines. */
function violations(page, options = {}) {
  return page.evaluate(async ([rules, more]) => {
    const { violations: found } = await window.axe.run(document, {
      runOnly: { type: "tag", values: rules }, resultTypes: ["violations"], preload: false, ...more,
    });
    return found.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}×) ${nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? node.all[0]?.message ?? ""}`).join(" | ")}`);
  }, [RULES, options]);
}

// The tools put axe into the page before its policy holds.
const light = { context: { colorScheme: "light" }, editions: ["one-file"], timeout: 120_000, init: { content: axe } };

for (const [what, hash] of Object.entries(PAGES)) {
  atlasTest(`axe finds nothing on ${what}`, light, async ({ page, atlas, open }) => {
    await open(hash);
    await until(async () => assert.ok((await atlas.words()).length > 50));
    const found = [];
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        // Colours are all that differs between light and dark.
        const options = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
        found.push(...(await violations(page, options)).map((line) => `${size}, ${colorScheme}: ${line}`));
      }
    }
    assert.deepEqual(found, []);
  });
}

atlasTest("axe finds nothing while suggestions are open", light, async ({ page, atlas, open }) => {
  await open();
  await atlas.type("IGF");
  await atlas.suggestions.first().waitFor();
  await page.keyboard.press("ArrowDown");
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    found.push(...await violations(page));
  }
  assert.deepEqual(found, []);
});

atlasTest("axe finds nothing in the folded-out facets of a narrow page", { ...light, context: { viewport: SIZES.narrow } }, async ({ page, atlas, open }) => {
  await open("#/search?q=인터넷");
  await atlas.listed();
  await page.locator(".facet-panel > summary").click();
  await atlas.unfoldFacet("topic");
  await atlas.openFacet("country");
  assert.deepEqual(await violations(page), []);
});

atlasTest("what is printed from dark colours can be read", light, async ({ page, atlas, open }) => {
  await open("#/search?q=인터넷&kind=event");
  await atlas.listed();
  await atlas.themeChoice.selectOption("dark");
  await page.emulateMedia({ media: "print" });
  const found = [];
  for (const hash of ["#/search?q=인터넷&kind=event", "#/record/action-line/c5", "#/record/statistic/igf-egm-2022-experts"]) {
    await atlas.go(hash);
    await until(async () => assert.ok((await atlas.words()).length > 50));
    found.push(...(await violations(page, { runOnly: ["color-contrast"] })).map((line) => `${hash}: ${line}`));
  }
  assert.deepEqual(found, []);
});

atlasTest("axe finds nothing on the page that stands without WebAssembly", { ...light, launch: ["--js-flags=--jitless"] }, async ({ page, openRaw }) => {
  await openRaw();
  await page.locator("#boot-failure").waitFor();
  assert.deepEqual(await violations(page), []);
});
