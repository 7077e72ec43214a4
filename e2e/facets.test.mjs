// Narrowing down: facets, their counts, the chips of what is chosen, and what to do when nothing is left.

import assert from "node:assert/strict";
import { LOCALES, atlasTest, until } from "./support.mjs";
import { WORDS } from "./fixtures/words.mjs";

const oneEdition = { editions: ["one-file"] };
const inEveryLanguage = { ...oneEdition, locales: LOCALES };
const narrow = { ...oneEdition, context: { viewport: { width: 360, height: 740 } } };

/** Waits until there are as many results; gives them. */
async function countIs(atlas, count) {
  return until(async () => {
    const results = await atlas.results();
    assert.equal(results.count, count);
    return results;
  });
}

/** What every reading of the explorer must agree on: chosen boxes and chips are the same values. */
function assertConsistent(results, chosen) {
  const boxes = Object.entries(results.facets).flatMap(([facet, rows]) => rows.filter((row) => row.chosen).map((row) => `${facet}=${row.value}`));
  assert.deepEqual(boxes.sort(), [...chosen].sort(), "exactly the chosen values are checked");
  assert.equal(results.chips.length, chosen.length, "one chip for each");
}

atlasTest("a value of a facet gives as many results as it says, and a chip", async ({ atlas, open }) => {
  await open("#/search?q=인터넷");
  await atlas.listed();
  const said = await atlas.promised("kind", "event");
  await atlas.facetValue("kind", "event").click();
  const results = await countIs(atlas, said);
  assert.ok(results.hits.every((hit) => hit.kind === "event"));
  assertConsistent(results, ["kind=event"]);
  assert.match(results.chips[0], /종류\s*행사·회의/u);
  assert.equal(await atlas.hash(), "#/search?q=인터넷&kind=event");
  assert.equal(results.text, "인터넷", "the text stays");
});

atlasTest("facets, values and chips speak the reader's language", inEveryLanguage, async ({ page, atlas, open, inLanguage, lang }) => {
  const words = WORDS[lang];
  await open(inLanguage("#/search?kind=event"));
  const results = await atlas.listed();
  assert.equal(results.facets.kind.find((row) => row.value === "event").label, words.kinds.event);
  assert.ok(results.chips[0].includes(words.kinds.event));
  assert.equal(await atlas.clearAll.textContent(), words.clearAll);
  assert.equal(results.countText, words.count(results.count));
  const summaries = await page.locator("details.facet:visible > summary").allTextContents();
  assert.ok(summaries.length >= 7, "the facets are there");
  assert.equal(await page.title(), words.product);
});

atlasTest("choosing a value leaves the other values of its facet with their counts", oneEdition, async ({ atlas, open }) => {
  await open("#/search?q=인터넷");
  const before = await atlas.listed();
  await atlas.facetValue("kind", "event").click();
  const after = await countIs(atlas, before.facets.kind.find((row) => row.value === "event").count);
  const counts = (results) => Object.fromEntries(results.facets.kind.map((row) => [row.value, row.count]));
  for (const [value, count] of Object.entries(counts(after))) {
    if (value in counts(before)) assert.equal(count, counts(before)[value], value);
  }
  assert.ok(after.facets.kind.length > 3, "a second value can be chosen");
  const total = (results, facet) => results.facets[facet].reduce((sum, row) => sum + row.count, 0);
  assert.ok(total(after, "topic") < total(before, "topic"), "the counts of the other facets follow");
});

atlasTest("values of one facet add up, values of two facets narrow down", oneEdition, async ({ atlas, open }) => {
  await open("#/search?kind=event");
  const events = (await atlas.listed()).count;
  const documents = await atlas.promised("kind", "document");
  await atlas.facetValue("kind", "document").click();
  const both = await countIs(atlas, events + documents);
  assertConsistent(both, ["kind=event", "kind=document"]);
  const said = await atlas.promised("process", "igf");
  await atlas.facetValue("process", "igf").click();
  const narrowed = await countIs(atlas, said);
  assertConsistent(narrowed, ["kind=event", "kind=document", "process=igf"]);
  assert.ok(said < both.count);
});

atlasTest("every choice in a row keeps boxes and chips in step", oneEdition, async ({ atlas, open }) => {
  await open("#/search?q=디지털");
  const { facets } = await atlas.listed();
  const wanted = facets.kind.slice(0, 6).map((row) => row.value).reverse().slice(0, 4);
  const chosen = [];
  for (const value of wanted) {
    await atlas.facetValue("kind", value).click();
    chosen.push(`kind=${value}`);
    await until(async () => assertConsistent(await atlas.results(), chosen));
  }
  while (chosen.length > 0) {
    const value = chosen.shift().replace("kind=", "");
    await atlas.facetValue("kind", value).click();
    await until(async () => assertConsistent(await atlas.results(), chosen));
  }
});

atlasTest("a chip removes its own value, and one link removes all", async ({ atlas, open }) => {
  await open("#/search?q=인터넷&kind=event,document&process=igf");
  const before = await atlas.listed();
  assertConsistent(before, ["kind=event", "kind=document", "process=igf"]);
  await atlas.chips.filter({ hasText: "문서" }).click();
  const after = await until(async () => {
    const results = await atlas.results();
    assertConsistent(results, ["kind=event", "process=igf"]);
    return results;
  });
  assert.ok(after.count <= before.count);
  await atlas.clearAll.click();
  const cleared = await until(async () => {
    const results = await atlas.results();
    assertConsistent(results, []);
    return results;
  });
  assert.equal(await atlas.hash(), "#/search?q=인터넷");
  assert.ok(cleared.count > after.count);
  assert.equal(await atlas.clearAll.count(), 0);
});

atlasTest("a facet folds out to all of its values and can be searched in", inEveryLanguage, async ({ page, atlas, open, inLanguage }) => {
  await open(inLanguage("#/search?q=IGF"));
  const folded = (await atlas.listed()).facets.kind.length;
  await atlas.unfoldFacet("kind");
  const group = atlas.facetGroup("kind");
  const rows = (await atlas.results()).facets.kind;
  const unfolded = rows.length;
  assert.ok(unfolded > folded);
  assert.equal(await group.locator("button.more").getAttribute("aria-expanded"), "true");
  await group.locator(".facet-filter").fill(rows.at(-1).label);
  await until(async () => {
    const found = (await atlas.results()).facets.kind;
    assert.ok(found.length < unfolded);
    assert.ok(found.some((row) => row.value === rows.at(-1).value));
  });
  await group.locator("button.more").click();
  await until(async () => assert.equal((await atlas.results()).facets.kind.length, folded));
  assert.equal(await page.locator(".facet-filter").count(), 0);
});

atlasTest("when nothing is left the page names what to drop, and dropping it gives the promised number", { locales: LOCALES, languagesOnce: true }, async ({ page, atlas, open, inLanguage, lang }) => {
  const words = WORDS[lang];
  const hash = inLanguage("#/search?q=인터넷&kind=governance-model&country=KZ");
  await open(hash);
  await atlas.zero.waitFor();
  assert.match(await atlas.zero.textContent(), new RegExp(words.noResults, "u"));
  assert.equal((await atlas.results()).count, 0);
  const offers = await atlas.zero.locator("li a").evaluateAll((all) => all.map((a) => ({ text: a.textContent, href: a.getAttribute("href") })));
  assert.ok(offers.length >= 2, JSON.stringify(offers));
  const promises = offers.filter((offer) => /\d/u.test(offer.text));
  assert.ok(promises.length >= 2, "the offers say what they give");
  for (const offer of promises) {
    const number = Number(offer.text.match(/[\d,]+/gu).at(-1).replace(/,/gu, ""));
    assert.ok(number > 0);
    await atlas.go(offer.href);
    await countIs(atlas, number);
    await page.goBack();
    await atlas.zero.waitFor();
  }
  const labels = await page.locator(".zero-results li a").allTextContents();
  assert.ok(labels.some((label) => label.startsWith(words.without("X", 1).split("X")[0])), "a refinement is named");
});

atlasTest("text alone that nothing matches is met with advice, and the box is emptied with one key", oneEdition, async ({ page, atlas, open }) => {
  await open();
  await atlas.type("qqqqxxxxzzzz");
  await atlas.zero.waitFor();
  assert.equal((await atlas.results()).count, 0);
  assert.ok((await atlas.zero.innerText()).length > 60, "what to try is said");
  await page.keyboard.press("Escape");
  await page.locator(".front").waitFor();
  assert.equal(await atlas.box.inputValue(), "");
});

atlasTest("a box chosen with the space bar keeps the focus on its own value", oneEdition, async ({ page, atlas, open }) => {
  await open("#/search?q=인터넷");
  await atlas.listed();
  const { facets } = await atlas.results();
  for (const value of [facets.kind[3].value, facets.kind[1].value]) {
    await atlas.facetValue("kind", value).focus();
    await page.keyboard.press("Space");
    await until(async () => assert.match(await atlas.hash(), new RegExp(`kind=[^&]*${value}`, "u")));
    await until(async () => assert.equal(await atlas.focused(), `#facet-kind-${value}`));
  }
});

atlasTest("the focus is not lost when a chip is removed", oneEdition, async ({ page, atlas, open }) => {
  await open("#/search?q=인터넷&kind=event,document&process=igf");
  await atlas.listed();
  await atlas.chips.first().focus();
  await page.keyboard.press("Enter");
  await until(async () => assert.equal((await atlas.results()).chips.length, 2));
  await until(async () => assert.notEqual(await atlas.focused(), "nothing", "after one chip"));
  await atlas.clearAll.focus();
  await page.keyboard.press("Enter");
  await until(async () => assert.equal((await atlas.results()).chips.length, 0));
  await until(async () => assert.notEqual(await atlas.focused(), "nothing", "after all of them"));
});

atlasTest("choosing a value far down keeps the reader's place", oneEdition, async ({ page, atlas, open }) => {
  await open("#/search?q=디지털");
  await atlas.listed();
  await atlas.unfoldFacet("topic");
  const box = atlas.page.locator('[id^="facet-topic-"]').nth(12);
  const id = await box.getAttribute("id");
  await box.click();
  await until(async () => assert.match(await atlas.hash(), /topic=/u));
  assert.ok(await page.locator(`[id="${id}"]`).isChecked());
  await until(async () => {
    const seen = await page.locator(`[id="${id}"]`).evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    });
    assert.ok(seen, "the value that was chosen is still in view");
  });
});

atlasTest("on a narrow screen the facets are folded away and come when asked for", narrow, async ({ page, atlas, open }) => {
  await open("#/search?q=인터넷");
  await atlas.listed();
  assert.equal(await atlas.facetValue("kind", "event").isVisible(), false);
  const top = await atlas.hits.first().evaluate((hit) => hit.getBoundingClientRect().top);
  assert.ok(top < 740, "results are seen without scrolling");
  await page.locator(".facet-panel > summary").click();
  const said = await atlas.promised("kind", "event");
  await atlas.facetValue("kind", "event").click();
  await countIs(atlas, said);
  assert.ok(await atlas.facetValue("kind", "event").isVisible(), "the panel stays open for the next choice");
});

for (const facet of ["kind", "process", "topic", "period", "organisation", "country", "group", "source", "status"]) {
  atlasTest(`the facet ${facet} narrows down to what it says`, oneEdition, async ({ atlas, open }) => {
    await open("#/search?q=WSIS");
    const { facets } = await atlas.listed();
    const row = facets[facet]?.find(({ count }) => count > 1) ?? facets[facet]?.[0];
    assert.ok(row, "it has values");
    await atlas.openFacet(facet);
    await atlas.facetValue(facet, row.value).click();
    assertConsistent(await countIs(atlas, row.count), [`${facet}=${row.value}`]);
  });
}
