// Three languages: choosing one, keeping it, and marking what is written in another.

import assert from "node:assert/strict";
import { LOCALES, atlasTest, running, until } from "./support.mjs";
import { WORDS } from "./fixtures/words.mjs";

const oneEdition = { editions: ["one-file"] };
const inEveryLanguage = { ...oneEdition, locales: LOCALES };
const TAG = /^(ko|en|zh)/u;

atlasTest("Korean comes first, whatever the browser speaks", { ...oneEdition, locales: ["en-US", "zh-CN"] }, async ({ page, open }) => {
  await open();
  assert.match(await page.locator("html").getAttribute("lang"), /^ko/u);
  assert.equal(await page.title(), WORDS.ko.product);
});

atlasTest("a language that is chosen is kept: on this page, in the link, after a reload and on the next visit", async ({ page, context, atlas, open, address }) => {
  await open("#/search?q=IGF&kind=event");
  const { ids } = await atlas.listed();
  for (const lang of ["en", "zh", "ko", "en"]) {
    await atlas.languageChoice.selectOption(lang);
    await until(async () => assert.match(await page.locator("html").getAttribute("lang"), new RegExp(`^${lang}`, "u")));
    assert.match(await atlas.hash(), new RegExp(`lang=${lang}`, "u"));
    const results = await atlas.results();
    assert.equal(results.countText, WORDS[lang].count(results.count));
    assert.deepEqual([...results.ids].sort(), [...ids].sort(), "the same search");
    assert.equal(await atlas.navigation.locator("a").first().textContent(), WORDS[lang].explore);
  }
  await page.reload();
  await atlas.hits.first().waitFor();
  assert.match(await page.locator("html").getAttribute("lang"), /^en/u);
  assert.equal(await atlas.languageChoice.inputValue(), "en");
  const next = await context.newPage();
  await next.goto(address);
  await running(next);
  await until(async () => assert.equal(await next.title(), WORDS.en.product));
  await next.close();
});

atlasTest("the way back after a change of language leads somewhere else", oneEdition, async ({ page, atlas, open }) => {
  await open("#/sources");
  await atlas.go("#/about");
  await page.locator(".about").waitFor();
  await atlas.languageChoice.selectOption("en");
  await until(async () => assert.equal(await page.title(), `${WORDS.en.about} · ${WORDS.en.product}`));
  const shown = await atlas.words();
  await page.goBack();
  await until(async () => assert.notEqual(await atlas.words(), shown));
});

atlasTest("the language goes along to every page", inEveryLanguage, async ({ page, atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/search?q=IGF"));
  await atlas.listed();
  await atlas.hitNames.first().click();
  await atlas.provenance.first().waitFor();
  await atlas.provenance.first().locator("a").first().click();
  await page.locator("section.contribution").waitFor();
  await atlas.navigation.locator("a").nth(2).click();
  await until(async () => assert.equal(await page.title(), `${WORDS[lang].about} · ${WORDS[lang].product}`));
  assert.match(await page.locator("html").getAttribute("lang"), new RegExp(`^${lang}`, "u"));
  assert.equal(await atlas.languageChoice.inputValue(), lang);
});

atlasTest("results change their language with the page", oneEdition, async ({ page, atlas, open }) => {
  await open("#/search?q=IGF&kind=event,process");
  await atlas.listed();
  for (const lang of ["en", "zh", "ko"]) {
    await atlas.languageChoice.selectOption(lang);
    await until(async () => assert.equal(await atlas.navigation.locator("a").first().textContent(), WORDS[lang].explore));
    const shown = await atlas.results();
    await page.reload();
    await until(async () => assert.deepEqual(await atlas.results(), shown, `as after a reload in ${lang}`));
  }
});

for (const hash of ["#/", "#/record/process/igf", "#/sources", "#/source/igf-briefing", "#/about"]) {
  atlasTest(`the language changes on ${hash} without leaving it`, oneEdition, async ({ page, atlas, open }) => {
    await open(hash);
    await atlas.languageChoice.selectOption("zh");
    await until(async () => assert.equal(await atlas.navigation.locator("a").first().textContent(), WORDS.zh.explore));
    assert.ok((await atlas.hash()).startsWith(hash === "#/" ? "#/" : hash));
    assert.ok((await page.title()).endsWith(WORDS.zh.product));
    const main = await atlas.words();
    for (const word of [WORDS.ko.provenance, WORDS.ko.showInExplorer, WORDS.ko.copyLink]) assert.ok(!main.includes(word), `‘${word}’ is not left over`);
  });
}

for (const hash of ["#/nowhere", "#/nowhere?lang=en", "#/record/event/nothing?lang=en"]) {
  atlasTest(`the language changes on a page that was not found: ${hash}`, oneEdition, async ({ page, atlas, open }) => {
    await open(hash);
    await atlas.languageChoice.selectOption("zh");
    await until(async () => assert.equal(await atlas.heading.textContent(), WORDS.zh.notFound));
    assert.match(await page.locator("html").getAttribute("lang"), /^zh/u);
    await atlas.languageChoice.selectOption("ko");
    await until(async () => assert.equal(await atlas.heading.textContent(), WORDS.ko.notFound));
  });
}

atlasTest("a text that there is only in Korean is shown in Korean and marked as such", { editions: ["web", "one-file"], locales: ["zh-CN"] }, async ({ page, open, inLanguage, lang }) => {
  await open(inLanguage("#/record/action-line/c5"));
  const name = page.locator("#page-heading [lang]");
  assert.match(await name.getAttribute("lang"), /^ko/u);
  const summary = page.locator(".summary");
  assert.match(await summary.locator("[lang]").first().getAttribute("lang"), /^ko/u);
  assert.equal(await summary.locator(".fallback").textContent(), WORDS[lang].shownInKorean);
});

atlasTest("names in other languages carry their own language", inEveryLanguage, async ({ page, open, inLanguage }) => {
  await open(inLanguage("#/record/process/igf"));
  for (const [lang, { igf }] of Object.entries(WORDS)) {
    const shown = page.locator(`[lang|="${lang}"]`, { hasText: igf });
    assert.ok(await shown.count() > 0, `${igf} as ${lang}`);
  }
});

/** Letters of one script that stand in elements marked as another language. */
function unmarked(page, script, language) {
  return page.evaluate(([letters, wanted]) => {
    const pattern = new RegExp(`\\p{Script=${letters}}{2,}`, "u");
    // Chinese characters within a Korean sentence are Korean.
    const own = letters === "Han" ? /\p{Script=Hangul}/u : /^$/u;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set();
    while (walker.nextNode()) {
      const { parentElement: parent, textContent: text } = walker.currentNode;
      const lang = parent.closest("[lang]")?.getAttribute("lang") ?? "";
      if (pattern.test(text) && !own.test(text) && !lang.startsWith(wanted) && lang !== "") found.add(`${parent.tagName.toLowerCase()}.${parent.className} [${lang}] “${text.trim().slice(0, 50)}”`);
    }
    return [...found].slice(0, 12);
  }, [script, language]);
}

for (const hash of ["#/", "#/search?q=IGF", "#/record/action-line/c5", "#/record/statistic/igf-egm-2022-experts", "#/sources", "#/source/igf-briefing", "#/about", "#/search?q=인터넷&kind=governance-model&country=KZ"]) {
  atlasTest(`on ${hash} every Korean word of a foreign page is marked as Korean`, { ...oneEdition, locales: ["en-US", "zh-CN"] }, async ({ page, atlas, open, inLanguage }) => {
    await open(inLanguage(hash));
    await until(async () => assert.ok((await atlas.words()).length > 100));
    assert.deepEqual(await unmarked(page, "Hangul", "ko"), []);
  });
}

for (const hash of ["#/record/process/igf", "#/source/wg-wsis-report-zh"]) {
  atlasTest(`on ${hash} every Chinese text of the Korean page is marked as Chinese`, oneEdition, async ({ page, atlas, open }) => {
    await open(hash);
    await until(async () => assert.ok((await atlas.words()).length > 50));
    assert.deepEqual(await unmarked(page, "Han", "zh"), []);
  });
}

atlasTest("every language that is named is one that browsers know", oneEdition, async ({ page, atlas, open }) => {
  await open("#/search?q=igf");
  await atlas.listed();
  await atlas.go("#/record/process/igf");
  await atlas.provenance.first().waitFor();
  const tags = await page.locator("[lang]").evaluateAll((all) => [...new Set(all.map((element) => element.getAttribute("lang")))]);
  assert.deepEqual(tags.filter((tag) => tag !== "" && !TAG.test(tag)), []);
});
