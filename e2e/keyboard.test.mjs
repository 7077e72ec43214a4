// Without a mouse: the whole main job, the shortcuts, the suggestions, and a focus that is always seen.

import assert from "node:assert/strict";
import { LOCALES, atlasTest, until } from "./support.mjs";
import { WORDS } from "./fixtures/words.mjs";

const oneEdition = { editions: ["one-file"] };

/** Presses Tab until the focus is where it is wanted; fails when it comes round without. */
async function tabTo(page, selector, key = "Tab", most = 90) {
  for (let pressed = 0; pressed < most; pressed += 1) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${selector} is not reached with ${key}`);
}

atlasTest("the main job needs no mouse: search, narrow down, open, follow, go back", async ({ page, atlas, open }) => {
  await open();
  await until(async () => assert.equal(await atlas.focused(), "#search-input"));
  await page.keyboard.type("인터넷");
  await atlas.suggestions.first().waitFor();
  await page.keyboard.press("Escape");
  await until(async () => assert.equal(await atlas.suggestions.count(), 0));

  await tabTo(page, "#facet-kind-event");
  await page.keyboard.press("Space");
  await until(async () => assert.equal((await atlas.results()).chips.length, 1));
  await tabTo(page, "#sort-choice");
  await page.keyboard.press("ArrowDown");
  await until(async () => assert.match(await atlas.hash(), /sort=/u));
  const list = await atlas.listed();

  await tabTo(page, ".hit-name");
  await page.keyboard.press("Enter");
  await until(async () => assert.equal((await atlas.heading.textContent()).trim(), list.hits[0].name));
  await until(async () => assert.equal(await atlas.focused(), "#page-heading"));
  await tabTo(page, ".result-steps .next", "Shift+Tab");
  await page.keyboard.press("Enter");
  await until(async () => assert.equal((await atlas.heading.textContent()).trim(), list.hits[1].name));

  await tabTo(page, ".relation-target a");
  const target = await page.evaluate(() => document.activeElement.textContent.trim());
  await page.keyboard.press("Enter");
  await until(async () => assert.ok(target.endsWith((await atlas.heading.textContent()).trim())));
  await page.goBack();
  await until(async () => assert.equal((await atlas.heading.textContent()).trim(), list.hits[1].name));
  await tabTo(page, ".result-steps .back", "Shift+Tab");
  await page.keyboard.press("Enter");
  assert.deepEqual((await atlas.listed()).ids, list.ids);

  await tabTo(page, ".chip");
  await page.keyboard.press("Enter");
  await until(async () => assert.equal(await atlas.chips.count(), 0));
});

atlasTest("the first stop skips to the content", { locales: LOCALES, languagesOnce: true }, async ({ page, atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/record/action-line/c5"));
  await atlas.provenance.first().waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("Tab");
  const link = page.locator(".skip-link");
  assert.ok(await link.evaluate((element) => element === document.activeElement), "it is the first stop");
  assert.equal(await link.textContent(), WORDS[lang].skip);
  assert.equal(await link.evaluate((element) => getComputedStyle(element).clipPath), "none", "it is seen");
  const before = await atlas.hash();
  await page.keyboard.press("Enter");
  await until(async () => assert.equal(await atlas.focused(), "#content"));
  assert.equal(await atlas.hash(), before, "the address stays");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), "the next stop is in the content");
});

atlasTest("arrows choose among the suggestions and Enter opens the chosen one", { locales: LOCALES, languagesOnce: true }, async ({ page, atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/"));
  await until(async () => assert.equal(await atlas.focused(), "#search-input"));
  await page.keyboard.type("IGF");
  await atlas.suggestions.first().waitFor();
  const count = await atlas.suggestions.count();
  assert.ok(count >= 2);
  const selected = async () => atlas.suggestions.evaluateAll((all) => all.findIndex((option) => option.getAttribute("aria-selected") === "true"));
  assert.equal(await selected(), -1);
  await page.keyboard.press("ArrowDown");
  assert.equal(await selected(), 0);
  await page.keyboard.press("ArrowDown");
  assert.equal(await selected(), 1);
  await page.keyboard.press("ArrowUp");
  assert.equal(await selected(), 0);
  await page.keyboard.press("ArrowUp");
  assert.equal(await selected(), -1, "back in the text");
  await page.keyboard.press("ArrowUp");
  assert.equal(await selected(), count - 1, "round to the last");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await atlas.focused(), "#search-input", "the focus stays in the box");
  assert.equal(await atlas.box.inputValue(), "IGF", "the text stays");
  const name = (await atlas.suggestions.first().locator(".suggestion-name").textContent()).trim();
  await page.keyboard.press("Enter");
  await atlas.provenance.first().waitFor();
  const heading = (await atlas.heading.textContent()).trim();
  assert.ok(name.includes(heading), `${name} leads to ${heading}`);
});

atlasTest("the box tells assistive technology what it is and what is chosen", oneEdition, async ({ page, atlas, open }) => {
  await open();
  const box = (name) => atlas.box.getAttribute(name);
  assert.equal(await box("role"), "combobox");
  assert.equal(await box("aria-autocomplete"), "list");
  assert.equal(await box("aria-expanded"), "false");
  assert.equal(await box("aria-activedescendant"), null);
  assert.notEqual(await page.getByRole("combobox", { name: "아틀라스에서 검색" }).count(), 0, "it has a name");
  assert.ok(await atlas.box.evaluate((input) => document.getElementById(input.getAttribute("aria-describedby")).textContent.length > 10), "it is explained");
  await atlas.type("IGF");
  await atlas.suggestions.first().waitFor();
  assert.equal(await box("aria-expanded"), "true");
  const list = page.locator(`[id="${await box("aria-controls")}"]`);
  assert.equal(await list.getAttribute("role"), "listbox");
  assert.notEqual(await list.getAttribute("aria-label"), null);
  await page.keyboard.press("ArrowDown");
  const active = page.locator(`[id="${await box("aria-activedescendant")}"]`);
  assert.equal(await active.getAttribute("role"), "option");
  assert.equal(await active.getAttribute("aria-selected"), "true");
  await page.keyboard.type("2006");
  await until(async () => assert.equal(await box("aria-activedescendant"), null, "typing leaves the list"));
  await page.keyboard.press("Escape");
  await until(async () => assert.equal(await box("aria-expanded"), "false"));
});

atlasTest("the chosen suggestion is in view and differs to the eye", oneEdition, async ({ page, atlas, open }) => {
  await open();
  await atlas.type("인터넷");
  await atlas.suggestions.first().waitFor();
  const count = await atlas.suggestions.count();
  for (let at = 0; at < count; at += 1) {
    await page.keyboard.press("ArrowDown");
    const [chosen, other] = await page.evaluate(() => {
      const look = (option) => {
        const { backgroundColor, outlineStyle, outlineWidth, color, boxShadow } = getComputedStyle(option);
        return JSON.stringify({ backgroundColor, outlineStyle, outlineWidth, color, boxShadow });
      };
      const options = [...document.querySelectorAll("[role=option]")];
      return [look(options.find((option) => option.ariaSelected === "true")), look(options.find((option) => option.ariaSelected !== "true"))];
    });
    assert.notEqual(chosen, other);
    assert.ok(await page.locator("[role=option][aria-selected=true]").evaluate((option) => {
      const { top, bottom } = option.getBoundingClientRect();
      const list = option.parentElement.getBoundingClientRect();
      return top >= list.top - 1 && bottom <= list.bottom + 1;
    }));
  }
});

atlasTest("Esc closes the suggestions, and once more empties the box", async ({ page, atlas, open }) => {
  await open();
  await until(async () => assert.equal(await atlas.focused(), "#search-input"));
  await page.keyboard.type("IGF");
  await atlas.suggestions.first().waitFor();
  await page.keyboard.press("Escape");
  await until(async () => assert.equal(await atlas.suggestions.count(), 0));
  assert.equal(await atlas.box.inputValue(), "IGF");
  assert.ok(await atlas.hits.first().isVisible());
  await page.keyboard.press("ArrowDown");
  await atlas.suggestions.first().waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await until(async () => assert.equal(await atlas.box.inputValue(), ""));
  await page.locator(".front").waitFor();
  assert.equal(await atlas.focused(), "#search-input");
});

atlasTest("Enter without a chosen suggestion goes to the first result, and once more opens it", oneEdition, async ({ page, atlas, open }) => {
  await open();
  await until(async () => assert.equal(await atlas.focused(), "#search-input"));
  await page.keyboard.type("C5");
  await until(async () => assert.equal((await atlas.results()).ids[0], "action-line/c5"));
  await page.keyboard.press("Enter");
  await until(async () => assert.match(await atlas.focused(), /hit-name/u));
  assert.equal(await atlas.suggestions.count(), 0);
  await page.keyboard.press("Enter");
  await until(async () => assert.match(await atlas.hash(), /^#\/record\/action-line\/c5/u));
});

atlasTest("suggestions close when the focus leaves and can be chosen with the mouse", oneEdition, async ({ page, atlas, open }) => {
  await open();
  await atlas.type("IGF");
  await atlas.suggestions.first().waitFor();
  await page.keyboard.press("Tab");
  await until(async () => assert.equal(await atlas.suggestions.count(), 0));
  await atlas.box.focus();
  await page.keyboard.press("End");
  await page.keyboard.type(" ");
  await page.keyboard.press("ArrowDown");
  await atlas.suggestions.nth(1).click();
  await atlas.provenance.first().waitFor();
});

for (const hash of ["#/", "#/record/action-line/c5", "#/sources", "#/about", "#/nowhere"]) {
  atlasTest(`“/” leads to the search box from ${hash}`, oneEdition, async ({ page, atlas, open }) => {
    await open(hash);
    await until(async () => assert.ok((await atlas.words()).length > 20));
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("/");
    await until(async () => assert.equal(await atlas.focused(), "#search-input"));
    assert.equal(await atlas.box.inputValue(), "", "the sign itself is not typed");
    await page.keyboard.type("A/RES/70/125");
    assert.equal(await atlas.box.inputValue(), "A/RES/70/125", "in the box it is a sign like any other");
  });
}

atlasTest("“/” with a modifier or in a field belongs to others", oneEdition, async ({ page, atlas, open }) => {
  await open("#/about");
  await page.locator(".about").waitFor();
  await atlas.languageChoice.focus();
  await page.keyboard.press("/");
  assert.equal(await atlas.focused(), "#locale-choice");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("Control+/");
  assert.match(await atlas.hash(), /^#\/about/u);
});

/** For each stop of the Tab key: what it is and whether a focus is seen there. */
async function stops(page, most) {
  const found = [];
  await page.evaluate(() => document.activeElement.blur());
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body || element === null) return null;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
      const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
      const inView = bottom > 0 && top < window.innerHeight && right > 0 && left < window.innerWidth;
      const x = Math.min(Math.max((left + right) / 2, 0), window.innerWidth - 1);
      const y = Math.min(Math.max((top + bottom) / 2, 0), window.innerHeight - 1);
      const hit = document.elementFromPoint(x, y);
      return {
        name: `${element.tagName.toLowerCase()}#${element.id}.${element.className} “${element.textContent.trim().slice(0, 30)}”`,
        outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && outlineColor !== "rgba(0, 0, 0, 0)",
        inView: inView && width > 0 && height > 0,
        covered: hit !== null && !element.contains(hit) && !hit.contains(element),
      };
    });
    if (stop === null) break;
    found.push(stop);
  }
  return found;
}

for (const hash of ["#/", "#/search?q=인터넷&kind=event", "#/record/action-line/c5", "#/source/igf-briefing", "#/nowhere?x=1"]) {
  atlasTest(`the focus is seen at every stop of ${hash}`, oneEdition, async ({ page, atlas, open }) => {
    await open(hash);
    await until(async () => assert.ok((await atlas.words()).length > 20));
    const found = await stops(page, 60);
    assert.ok(found.length > 8, "there are stops");
    assert.deepEqual(found.filter((stop) => !stop.outlined).map((stop) => stop.name), [], "without a ring");
    assert.deepEqual(found.filter((stop) => !stop.inView).map((stop) => stop.name), [], "out of view");
    assert.deepEqual(found.filter((stop) => stop.covered).map((stop) => stop.name), [], "covered by something");
  });
}
