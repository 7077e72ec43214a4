// How the page is shown: light and dark, narrow and enlarged, on paper, and with less motion.

import assert from "node:assert/strict";
import { LOCALES, atlasTest, running, tooWide, until } from "./support.mjs";

const oneEdition = { editions: ["one-file"] };
const PAGES = [
  "#/", "#/search?q=인터넷+거버넌스", "#/search?kind=event&process=igf,wsis&topic=internet-governance&sort=oldest",
  "#/search?q=인터넷&kind=governance-model&country=KZ", "#/record/process/igf?q=igf", "#/record/action-line/c5",
  "#/record/statistic/igf-egm-2022-experts", "#/sources", "#/source/igf-briefing", "#/about", "#/nowhere?x=1",
];

/** Background and text colour of the page, and how light each is, from 0 to 1. */
function colours(page) {
  return page.evaluate(() => {
    const light = (colour) => {
      const [r, g, b] = colour.match(/[\d.]+/gu).map(Number).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const { backgroundColor, color } = getComputedStyle(document.body);
    const { colorScheme } = getComputedStyle(document.documentElement);
    return { paper: light(backgroundColor), ink: light(color), scheme: colorScheme };
  });
}

const isDark = ({ paper, ink }) => paper < 0.05 && ink > 0.6;
const isLight = ({ paper, ink }) => paper > 0.85 && ink < 0.1;

for (const system of ["light", "dark"]) {
  atlasTest(`the colours follow the system when it is ${system}`, { ...oneEdition, context: { colorScheme: system } }, async ({ page, atlas, open }) => {
    await open();
    assert.equal(await atlas.themeChoice.inputValue(), "auto");
    assert.ok((system === "dark" ? isDark : isLight)(await colours(page)));
    await page.emulateMedia({ colorScheme: system === "dark" ? "light" : "dark" });
    await until(async () => assert.ok((system === "dark" ? isLight : isDark)(await colours(page)), "also when it changes"));
  });

  atlasTest(`colours that are chosen win over a ${system} system and are kept`, { context: { colorScheme: system } }, async ({ page, atlas, open }) => {
    await open("#/record/action-line/c5");
    for (const [choice, check, scheme] of [["dark", isDark, "dark"], ["light", isLight, "light"]]) {
      await atlas.themeChoice.selectOption(choice);
      await until(async () => assert.ok(check(await colours(page)), choice));
      assert.equal((await colours(page)).scheme, scheme, "scroll bars and fields follow");
      await page.reload();
      await running(page);
      await until(async () => assert.ok(check(await colours(page)), `${choice} after a reload`));
      assert.equal(await atlas.themeChoice.inputValue(), choice, "the choice is shown");
    }
    await atlas.themeChoice.selectOption("auto");
    await until(async () => assert.ok((system === "dark" ? isDark : isLight)(await colours(page))));
    await page.reload();
    await running(page);
    assert.equal(await atlas.themeChoice.inputValue(), "auto");
  });
}

for (const [what, context] of [
  ["a narrow phone", { viewport: { width: 360, height: 740 }, hasTouch: true }],
  ["a very narrow window", { viewport: { width: 320, height: 640 } }],
  ["a screen enlarged to 200 %", { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }],
]) {
  atlasTest(`on ${what} every page fits`, { ...oneEdition, locales: LOCALES, context }, async ({ page, atlas, open, inLanguage }) => {
    const { width } = context.viewport;
    await open(inLanguage("#/"));
    for (const hash of PAGES) {
      await atlas.go(inLanguage(hash));
      await until(async () => assert.ok((await atlas.words()).length > 20));
      assert.deepEqual(await tooWide(page, width), [], hash);
    }
    await atlas.go(inLanguage("#/search?q=IGF"));
    await page.locator(".facet-panel").evaluate((panel) => { panel.open = true; });
    assert.deepEqual(await tooWide(page, width), [], "with the facets open");
    await atlas.type(" 거버넌스");
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await tooWide(page, width), [], "with the suggestions open");
  });
}

atlasTest("text set wider by the reader is not cut off", oneEdition, async ({ page, atlas, open }) => {
  await open("#/record/action-line/c5?q=C5");
  await atlas.provenance.first().waitFor();
  // What the guidelines for accessible content ask of text spacing, as rules of a sheet of the reader's own.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
    document.adoptedStyleSheets.push(sheet);
  });
  for (const hash of ["#/record/action-line/c5?q=C5", "#/", "#/search?q=인터넷&kind=event"]) {
    await atlas.go(hash);
    await until(async () => assert.ok((await atlas.words()).length > 20));
    for (const width of [360, 1280]) assert.deepEqual(await tooWide(page, width), [], `${hash} at ${width}`);
    const cut = await page.evaluate(() => [...document.querySelectorAll("main *")].filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const hides = [overflowX, overflowY].some((overflow) => overflow === "hidden" || overflow === "clip");
      return hides && !element.closest(".visually-hidden, svg") && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    }).map((element) => element.className));
    assert.deepEqual(cut, [], hash);
  }
});

const CONTROLS = [
  ".site-header nav", "#locale-choice", "#theme-choice", ".skip-link", "#search-input", ".facet-panel", ".result-steps",
  ".copy-link button", "button", "select", "input",
];

atlasTest("on paper there are no controls, and everything that is to be read", { context: { colorScheme: "dark" } }, async ({ page, atlas, open }) => {
  await open("#/record/process/igf?q=IGF");
  await atlas.themeChoice.selectOption("dark");
  await page.emulateMedia({ media: "print" });
  for (const hash of ["#/record/process/igf?q=IGF", "#/search?q=인터넷&kind=event&nonsense=1", "#/source/igf-briefing", "#/about", "#/"]) {
    await atlas.go(hash);
    await until(async () => assert.ok((await atlas.words()).length > 100));
    for (const control of CONTROLS) assert.equal(await page.locator(`${control}:visible`).count(), 0, `${control} on ${hash}`);
    assert.ok(isLight(await colours(page)), "dark on white, whatever was chosen");
    assert.ok(await page.locator("main h1, main h2").first().isVisible());
    assert.ok(await atlas.footer.isVisible(), "the paper says which dataset it shows");
  }
});

atlasTest("chosen refinements and the number of results are printed with the results", oneEdition, async ({ page, atlas, open }) => {
  await open("#/search?q=인터넷&kind=event");
  await atlas.listed();
  await page.emulateMedia({ media: "print" });
  assert.ok(await atlas.chips.first().isVisible());
  assert.ok(await atlas.count.isVisible());
  assert.ok(await atlas.hits.first().isVisible());
});

atlasTest("a printed record holds all of its relations", oneEdition, async ({ page, atlas, open }) => {
  await open("#/record/process/igf");
  await atlas.provenance.first().waitFor();
  const total = Number((await page.locator("section.relations > h2 .count").textContent()).replace(/\D/gu, ""));
  // Browsers tell the page before they print.
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  await until(async () => assert.equal(await page.locator("section.relations .relation-row:visible").count(), total));
});

atlasTest("with reduced motion nothing moves", { ...oneEdition, context: { reducedMotion: "reduce" } }, async ({ page, atlas, open }) => {
  await open("#/search?q=인터넷");
  await atlas.listed();
  const moving = () => page.evaluate(() => {
    const seconds = (text) => Math.max(...text.split(",").map(parseFloat));
    const all = [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return seconds(style.transitionDuration) > 0.01 || seconds(style.animationDuration) > 0.01 || style.scrollBehavior === "smooth";
    });
    return [document.getAnimations().length, ...all.map((element) => element.className)];
  });
  assert.deepEqual(await moving(), [0]);
  await atlas.type(" 거버넌스");
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(await moving(), [0]);
});

atlasTest("with forced colours the chosen and the focused are still seen", { ...oneEdition, context: { forcedColors: "active" } }, async ({ page, atlas, open }) => {
  await open("#/search?q=인터넷&kind=event");
  await atlas.listed();
  assert.ok(await atlas.chips.first().isVisible());
  await atlas.hitNames.first().focus();
  assert.notEqual(await atlas.hitNames.first().evaluate((link) => getComputedStyle(link).outlineStyle), "none");
  await atlas.type(" 거버넌스");
  await atlas.suggestions.first().waitFor();
  await page.keyboard.press("ArrowDown");
  const looks = await atlas.suggestions.evaluateAll((all) => all.map((option) => {
    const { backgroundColor, outlineStyle, outlineColor, borderColor, color } = getComputedStyle(option);
    return JSON.stringify([backgroundColor, outlineStyle, outlineStyle === "none" ? "" : outlineColor, borderColor, color]);
  }));
  assert.notEqual(looks[0], looks[1], "the chosen suggestion differs from the others");
});

atlasTest("targets are large enough for a finger", { ...oneEdition, context: { viewport: { width: 360, height: 740 }, hasTouch: true } }, async ({ page, atlas, open }) => {
  await open("#/search?q=인터넷&kind=event,document");
  await atlas.listed();
  const small = await page.locator("button:visible, select:visible, .chip:visible, summary:visible, #search-input").evaluateAll((all) => all
    .map((element) => ({ name: `${element.tagName.toLowerCase()}.${element.className} “${element.textContent.trim().slice(0, 20)}”`, ...element.getBoundingClientRect().toJSON() }))
    .filter(({ width, height }) => width < 24 || height < 24)
    .map(({ name, width, height }) => `${name} ${Math.round(width)}×${Math.round(height)}`));
  assert.deepEqual(small, []);
});
