// Input methods: typing Korean and Chinese never loses or doubles anything, and keys belong to the
// input method while it composes.

import assert from "node:assert/strict";
import { atlasTest, until } from "./support.mjs";
import { inputMethod } from "./fixtures/keyboard.mjs";

const ENTER = ["Enter", 13];
const ESCAPE = ["Escape", 27];
const DOWN = ["ArrowDown", 40];

atlasTest("Korean typed syllable by syllable arrives whole, with results at every stage", async ({ page, atlas, open }) => {
  await open();
  await atlas.box.focus();
  const ime = await inputMethod(page);
  const seen = [];
  let written = "";
  for (const syllable of "인터넷 거버넌스") {
    await ime.typeKorean([syllable], async () => seen.push(await atlas.results()));
    written += syllable;
    assert.equal(await atlas.box.inputValue(), written);
  }
  await until(async () => assert.equal(await atlas.hash(), "#/search?q=인터넷+거버넌스"));
  // What was shown at every stage is what the same text gives as a link.
  for (const { text, count, ids } of seen.filter(({ text: typed }) => typed.trim() === typed)) {
    await atlas.go(`#/search?q=${encodeURIComponent(text)}`);
    await until(async () => {
      const read = await atlas.results();
      assert.deepEqual({ text: read.text, count: read.count, ids: read.ids }, { text, count, ids }, `at ‘${text}’`);
    });
  }
});

atlasTest("Enter during a composition does nothing", async ({ page, atlas, open }) => {
  await open();
  await atlas.box.focus();
  const ime = await inputMethod(page);
  await ime.typeKorean("튀니스 의");
  await ime.compose("제");
  await atlas.hits.first().waitFor();
  const before = { hash: await page.evaluate(() => window.history.length), words: await atlas.words() };
  await ime.press(...ENTER);
  await ime.kept();
  assert.equal(await atlas.focused(), "#search-input", "the focus stays");
  assert.equal(await atlas.box.inputValue(), "튀니스 의제", "the syllable is there once");
  assert.equal(await page.evaluate(() => window.history.length), before.hash);
  assert.equal(await atlas.words(), before.words);
  await ime.commit("제");
  assert.equal(await atlas.box.inputValue(), "튀니스 의제");
  await page.keyboard.press("Enter");
  await until(async () => assert.match(await atlas.focused(), /hit-name/u, "the next Enter is the page's"));
});

atlasTest("Esc and arrows during a composition belong to the input method", { editions: ["one-file"] }, async ({ page, atlas, open }) => {
  await open();
  await atlas.box.focus();
  const ime = await inputMethod(page);
  await ime.typeKorean("인터");
  await ime.compose("네");
  await atlas.suggestions.first().waitFor();
  await ime.press(...DOWN);
  assert.equal(await atlas.box.getAttribute("aria-activedescendant"), null);
  await ime.press(...ESCAPE);
  assert.equal(await atlas.box.inputValue(), "인터네");
  assert.ok(await atlas.suggestions.first().isVisible());
});

atlasTest("a syllable typed into the middle of a text stays there", { editions: ["one-file"] }, async ({ page, atlas, open }) => {
  await open();
  await atlas.type("인터 거버넌스");
  await atlas.box.evaluate((input) => input.setSelectionRange(2, 2));
  const ime = await inputMethod(page);
  await ime.typeKorean("넷");
  assert.equal(await atlas.box.inputValue(), "인터넷 거버넌스");
  assert.equal(await atlas.box.evaluate((input) => input.selectionStart), 3, "the caret stands after it");
});

atlasTest("a composition that is taken back leaves nothing behind", { editions: ["one-file"] }, async ({ page, atlas, open }) => {
  await open();
  await atlas.type("IGF ");
  const ime = await inputMethod(page);
  await ime.compose("ㄱ");
  await ime.compose("가");
  await ime.compose("ㄱ");
  await ime.compose("");
  assert.equal(await atlas.box.inputValue(), "IGF ");
  await page.keyboard.type("2020");
  assert.equal(await atlas.box.inputValue(), "IGF 2020");
  await until(async () => assert.equal(await atlas.hash(), "#/search?q=IGF+2020"));
});

atlasTest("Chinese typed by its sounds searches for what was chosen", { editions: ["one-file"] }, async ({ page, atlas, open }) => {
  await open();
  await atlas.box.focus();
  const ime = await inputMethod(page);
  for (const stage of ["h", "hu", "hu l", "hu lian", "hu lian wang"]) await ime.compose(stage);
  await ime.commit("互联网");
  await ime.compose("zhi li");
  await ime.commit("治理");
  assert.equal(await atlas.box.inputValue(), "互联网治理");
  await until(async () => assert.ok((await atlas.results()).count > 0));
});

atlasTest("typing goes on in the box of a page that was not found", async ({ page, atlas, open }) => {
  await open("#/nowhere");
  await atlas.box.focus();
  const ime = await inputMethod(page);
  await ime.typeKorean("튀니스");
  await until(async () => assert.equal(await atlas.box.inputValue(), "튀니스"));
  assert.equal(await atlas.focused(), "#search-input");
  await atlas.hits.first().waitFor();
});

atlasTest("the address written after a pause never writes into the box", { editions: ["one-file"] }, async ({ page, atlas, open }) => {
  await page.clock.install();
  await open();
  await atlas.box.focus();
  const ime = await inputMethod(page);
  await ime.typeKorean("인터");
  await ime.compose("네");
  await page.clock.runFor(2_000);
  assert.equal(await atlas.box.inputValue(), "인터네");
  await ime.compose("넷");
  await ime.commit("넷");
  await page.clock.runFor(2_000);
  assert.equal(await atlas.box.inputValue(), "인터넷");
  assert.equal(await atlas.hash(), "#/search?q=인터넷");
});
