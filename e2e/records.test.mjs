// Records: opening them from the results, stepping through them, following their relations, and
// seeing where each fact stands.

import assert from "node:assert/strict";
import { LOCALES, addressOf, atlasTest, until } from "./support.mjs";
import { WORDS } from "./fixtures/words.mjs";

const oneEdition = { editions: ["one-file"] };
const inEveryLanguage = { ...oneEdition, locales: LOCALES };
const LIST = "#/search?q=인터넷+거버넌스&kind=event&sort=oldest";

/** Waits until the page shows the record with this name. */
async function shows(atlas, name) {
  await until(async () => assert.equal((await atlas.heading.textContent()).trim(), name.trim()));
}

atlasTest("a record opens from the results, steps to its neighbours and goes back to the same list", { locales: LOCALES, languagesOnce: true }, async ({ atlas, open, inLanguage, lang }) => {
  const words = WORDS[lang];
  await open(inLanguage(LIST));
  const list = await atlas.listed();
  assert.ok(list.hits.length > 4);
  await atlas.hitNames.nth(1).click();
  await shows(atlas, list.hits[1].name);
  assert.equal(await atlas.back.textContent(), words.back);
  assert.equal(await atlas.next.textContent(), words.next);
  assert.equal(await atlas.previous.textContent(), words.previous);
  await atlas.next.click();
  await shows(atlas, list.hits[2].name);
  await atlas.next.click();
  await shows(atlas, list.hits[3].name);
  await atlas.previous.click();
  await shows(atlas, list.hits[2].name);
  const position = await atlas.steps.locator(".position").textContent();
  assert.deepEqual(position.match(/[\d,]+/gu).map((n) => Number(n.replace(",", ""))), [3, list.count], position);
  await atlas.back.click();
  const again = await atlas.listed();
  assert.deepEqual({ ids: again.ids, chips: again.chips, text: again.text }, { ids: list.ids, chips: list.chips, text: list.text });
});

atlasTest("the first record has nothing before it and the last nothing after it", oneEdition, async ({ atlas, open }) => {
  await open("#/search?kind=governance-model&sort=oldest");
  const { hits } = await atlas.listed();
  await atlas.hitNames.first().click();
  await shows(atlas, hits[0].name);
  assert.equal(await atlas.previous.count(), 0);
  await atlas.go(`#/record/${hits.at(-1).id}?kind=governance-model&sort=oldest`);
  await shows(atlas, hits.at(-1).name);
  assert.equal(await atlas.next.count(), 0);
});

atlasTest("stepping goes on through a list that holds sources", oneEdition, async ({ page, atlas, open }) => {
  await open("#/search?q=인터넷거버넌스포럼&kind=source,process");
  const { hits } = await atlas.listed();
  const at = hits.findIndex((hit) => hit.id.startsWith("source/"));
  assert.ok(at >= 0 && hits.length > at + 2);
  await atlas.hitNames.nth(at).click();
  await shows(atlas, hits[at].name);
  await atlas.next.click();
  await shows(atlas, hits[at + 1].name);
  await atlas.back.click();
  assert.deepEqual((await atlas.listed()).ids, hits.map((hit) => hit.id));
  assert.equal(await page.locator(".link-notice").count(), 0);
});

atlasTest("the browser's way back leads to the list as it was left", async ({ page, atlas, open }) => {
  await open("#/search?kind=event");
  const list = await atlas.listed();
  await atlas.hitNames.nth(20).scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => window.scrollY);
  assert.ok(place > 300);
  await atlas.hitNames.nth(20).click();
  await shows(atlas, list.hits[20].name);
  await until(async () => assert.equal(await page.evaluate(() => window.scrollY), 0, "a record begins at its top"));
  await page.goBack();
  assert.deepEqual((await atlas.listed()).ids, list.ids);
  await until(async () => assert.ok(Math.abs(await page.evaluate(() => window.scrollY) - place) < 40, "at the reader's place"));
});

atlasTest("results that were asked for with ‘more’ are still there on the way back", oneEdition, async ({ page, atlas, open }) => {
  await open("#/search?kind=event");
  await atlas.listed();
  await atlas.more.click();
  await until(async () => assert.ok((await atlas.results()).ids.length > 40));
  const list = await atlas.results();
  await atlas.hitNames.nth(40).click();
  await shows(atlas, list.hits[40].name);
  await page.goBack();
  await until(async () => assert.deepEqual((await atlas.results()).ids, list.ids));
  await until(async () => assert.ok(await atlas.hitNames.nth(40).evaluate((name) => {
    const { top } = name.getBoundingClientRect();
    return top > -50 && top < window.innerHeight + 50;
  }), "the record that was read is in view"));
});

atlasTest("a record shows its names, its facts, its relations and where it stands", inEveryLanguage, async ({ page, atlas, open, inLanguage, lang }) => {
  const words = WORDS[lang];
  await open(inLanguage("#/record/process/igf"));
  await shows(atlas, words.igf);
  assert.equal(await page.title(), `${words.igf} · ${words.product}`);
  assert.equal(await page.locator(".record [data-kind]").first().textContent(), words.kinds.process);
  for (const [other, { igf }] of Object.entries(WORDS)) {
    if (other !== lang) await page.locator("dl.facts dd", { hasText: igf }).first().waitFor();
  }
  const headings = (await page.locator(".record h2").allTextContents()).map((text) => text.replace(/[\d,]+$/u, ""));
  for (const heading of [words.provenance, words.relations, words.corrections]) assert.ok(headings.includes(heading), `${heading} in ${headings}`);
  assert.match(await page.locator("dl.facts").first().textContent(), /2006/u);
  assert.equal(await page.locator(".record-id").textContent(), "process/igf");
});

atlasTest("every row of provenance names a source, a place in it and how it is known", { locales: LOCALES, languagesOnce: true }, async ({ page, atlas, open, inLanguage, lang }) => {
  const words = WORDS[lang];
  await open(inLanguage("#/record/action-line/c5"));
  await atlas.provenance.first().waitFor();
  for (const row of await atlas.provenance.all()) {
    assert.match(await row.locator("a").first().getAttribute("href"), /^#\/source\//u);
    assert.notEqual((await row.locator(".place").textContent()).trim(), "", "a place in the source");
    assert.notEqual((await row.locator(".basis").textContent()).trim(), "", "how it is known");
  }
  const first = await atlas.provenance.first().textContent();
  assert.ok(first.includes(words.slide), first);
  assert.ok(first.includes(words.stated), first);
  const source = await atlas.provenance.first().locator("a").first().textContent();
  await atlas.provenance.first().locator("a").first().click();
  await shows(atlas, source);
  assert.match(await atlas.hash(), /^#\/source\/wsis20-briefing/u);
  assert.equal(await page.locator("section.contribution h2").textContent(), words.contribution);
});

atlasTest("every relation names where it stands", oneEdition, async ({ atlas, open }) => {
  await open("#/record/action-line/c5");
  await atlas.relations.first().waitFor();
  for (const row of await atlas.relations.all()) {
    assert.match(await row.locator(".relation-source a").first().getAttribute("href"), /^#\/source\//u);
  }
});

atlasTest("a relation leads to the other record, and that one leads back", async ({ page, atlas, open }) => {
  await open("#/record/action-line/c5");
  const target = atlas.relations.locator(".relation-target a", { hasText: "국제전기통신연합" }).first();
  await target.click();
  await shows(atlas, "국제전기통신연합");
  assert.match(await atlas.hash(), /^#\/record\/organisation\//u);
  await until(async () => assert.equal(await atlas.focused(), "#page-heading", "the focus is on the new record"));
  const back = page.locator('section.relations .relation-target a[href*="action-line/c5"]');
  for (const more of await page.locator("section.relations button.more").all()) {
    if (await back.count() === 0) await more.click();
  }
  await back.first().click();
  await shows(atlas, "ICT 이용의 신뢰성 및 보안");
});

atlasTest("a long group of relations folds out to all of them", oneEdition, async ({ page, atlas, open }) => {
  await open("#/record/process/igf");
  const group = await page.locator(".relation-group", { has: page.locator("button.more") }).first().elementHandle();
  const read = () => group.evaluate((section) => ({
    total: Number(section.querySelector("h3 .count").textContent.replace(/\D/gu, "")),
    shown: [...section.querySelectorAll(".relation-row")].filter((row) => row.checkVisibility()).length,
  }));
  const folded = await read();
  assert.ok(folded.shown < folded.total);
  await (await group.$("button.more")).focus();
  await page.keyboard.press("Enter");
  await until(async () => assert.deepEqual(await read(), { ...folded, shown: folded.total }));
  // The rows stand a moment before the focus passes to the first new one.
  await until(async () => assert.notEqual(await atlas.focused(), "nothing", "the focus is not lost with the button"));
});

atlasTest("a correction says what is printed where, and why it is read otherwise", oneEdition, async ({ page, atlas, open }) => {
  await open("#/record/action-line/c5");
  await atlas.provenance.first().waitFor();
  const corrections = page.locator("section.corrections .correction");
  const said = Number((await page.locator("section.corrections h2 .count").textContent()).replace(/\D/gu, ""));
  assert.equal(await corrections.count(), said);
  for (const correction of await corrections.all()) {
    assert.notEqual((await correction.locator("q").first().textContent()).trim(), "");
    assert.match(await correction.locator(".correction-head a").getAttribute("href"), /^#\/source\//u);
    assert.notEqual((await correction.locator("p").last().textContent()).trim(), "");
  }
});

atlasTest("a figure stands with its unit, its year and what it counts", inEveryLanguage, async ({ page, atlas, open, inLanguage }) => {
  await open(inLanguage("#/search?kind=statistic&q=IGF"));
  await atlas.listed();
  assert.match(await page.locator(".hit-figure").first().textContent(), /\d/u);
  await atlas.go(inLanguage("#/record/statistic/igf-egm-2022-experts"));
  await page.locator(".figure-number").waitFor();
  assert.match(await page.locator(".figure-number").textContent(), /35\s*\S+/u);
  assert.match(await page.locator(".figure-block dl").textContent(), /2022/u);
});

atlasTest("similar records are offered and lead on", oneEdition, async ({ page, atlas, open }) => {
  await open("#/record/action-line/c5");
  const similar = page.locator("section.similar a").first();
  const name = await similar.textContent();
  await similar.click();
  await shows(atlas, name.replace(/^\S+\s(?=\S)/u, (code) => (/^[A-Z0-9.]+\s$/u.test(code) ? "" : code)));
});

atlasTest("terms and dates of a record lead to all records that share them", oneEdition, async ({ page, atlas, open }) => {
  await open("#/record/action-line/c5");
  await page.locator("dl.facts a", { hasText: "사이버 안보" }).first().click();
  const results = await atlas.listed();
  assert.equal(results.chips.length, 1);
  assert.match(await atlas.hash(), /topic=cybersecurity/u);
});

atlasTest("the bibliography lists every source with what it contributed, and a source tells more", { locales: LOCALES, languagesOnce: true }, async ({ page, atlas, open, inLanguage, lang }) => {
  const words = WORDS[lang];
  await open(inLanguage("#/"));
  const sources = Number((await page.locator(".front-counts").textContent()).match(/[\d,]+/gu).at(-1).replace(/,/gu, ""));
  await atlas.navigation.locator("a", { hasText: words.sources }).click();
  await until(async () => assert.equal(await atlas.heading.textContent(), words.sources));
  assert.equal(await page.locator(".source-list > li").count(), sources, "all of them");
  assert.equal(await atlas.navigation.locator("[aria-current=page]").textContent(), words.sources);
  const first = page.locator(".source-list > li").first();
  const name = await first.locator("a").textContent();
  const backs = (await first.locator(".hit-facts").textContent()).match(/[\d,]+/gu);
  assert.ok(backs.length >= 2, "records and relations");
  await first.locator("a").click();
  await shows(atlas, name);
  await page.locator("section.contribution li").first().waitFor();
  const said = Number((await page.locator("section.contribution .hint").textContent()).match(/[\d,]+/gu)[0].replace(/,/gu, ""));
  await page.locator("section.contribution > p a", { hasText: words.showInExplorer }).click();
  assert.equal((await atlas.listed()).count, said, "the explorer shows as many records as the source backs");
});

atlasTest("a source shows its own bibliographic data and its corrections", oneEdition, async ({ page, open }) => {
  await open("#/source/igf-briefing");
  await page.locator("dl.facts").waitFor();
  assert.ok(await page.locator("dl.facts dt").count() >= 3);
  assert.ok(await page.locator(".corrections .correction").count() > 0);
});

atlasTest("the about page names version, hash, date and counts of the dataset", { locales: LOCALES, languagesOnce: true }, async ({ page, atlas, open, inLanguage, lang }) => {
  const words = WORDS[lang];
  await open(inLanguage("#/about"));
  await until(async () => assert.equal(await atlas.navigation.locator("[aria-current=page]").textContent(), words.about));
  const text = await atlas.main.innerText();
  const hash = await page.locator(".hash").textContent();
  assert.match(hash, /^[0-9a-f]{64}$/u);
  assert.match(text, /\b\d+\.\d+\.\d+\b/u, "a version");
  assert.match(text, /\b20\d\d-\d\d-\d\d\b/u, "an as-of date");
  const footer = await atlas.footer.textContent();
  assert.ok(footer.includes(hash.slice(0, 12)), "the foot shows the beginning of the same hash");
  assert.match(footer, /CC BY 4\.0/u);
  assert.ok(await page.locator(".about kbd").count() >= 5, "the keys are explained");
  for (const part of ["MIT", "Apache-2.0", "CC BY 4.0"]) assert.ok(text.includes(part), part);
});

atlasTest("the page opened twice shows the same dataset", async ({ page, context, open, address }) => {
  await open("#/about");
  const hash = await page.locator(".hash").textContent();
  const other = await context.newPage();
  await other.goto(`${address}#/about`);
  await other.locator(".hash").waitFor();
  assert.equal(await other.locator(".hash").textContent(), hash);
  await other.close();
});

atlasTest("both editions carry the same dataset", { editions: ["web"] }, async ({ page, context, open }) => {
  await open("#/about");
  const hash = await page.locator(".hash").textContent();
  const other = await context.newPage();
  await other.goto(`${await addressOf("one-file")}#/about`);
  assert.equal(await other.locator(".hash").textContent(), hash);
  await other.close();
});

const withClipboard = { exclusive: true, locales: LOCALES, languagesOnce: true, context: { permissions: ["clipboard-read", "clipboard-write"] } };
atlasTest("the link of a record is copied, and opens that record", withClipboard, async ({ page, atlas, open, inLanguage, lang }) => {
  const words = WORDS[lang];
  await open(inLanguage("#/record/action-line/c5"));
  const button = page.locator(".copy-link button");
  assert.equal(await button.textContent(), words.copyLink);
  const heading = await atlas.heading.textContent();
  await button.click();
  await until(async () => assert.equal(await page.locator(".copy-link [role=status]").textContent(), words.copied));
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /#\/record\/action-line\/c5/u);
  await page.goto("about:blank");
  await page.goto(copied);
  await shows(atlas, heading);
});

atlasTest("a link copied from within a search leads to the record alone", { ...withClipboard, ...oneEdition, locales: ["ko-KR"] }, async ({ page, atlas, open }) => {
  await open("#/record/action-line/c5?q=C5&kind=action-line");
  await page.locator(".copy-link button").click();
  await until(async () => assert.notEqual(await page.locator(".copy-link [role=status]").textContent(), ""));
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(new URL(copied).hash, "#/record/action-line/c5");
  assert.equal(await atlas.steps.count(), 1);
});

for (const [why, init] of [
  ["refuses", () => { navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError")); }],
  ["has none", () => { Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined }); }],
]) {
  atlasTest(`where the clipboard ${why} the address is shown for copying by hand`, { ...inEveryLanguage, init }, async ({ page, open, inLanguage, lang }) => {
    await open(inLanguage("#/source/igf-briefing"));
    await page.locator(".copy-link button").click();
    await until(async () => assert.match(await page.locator(".copy-link [role=status]").textContent(), WORDS[lang].notCopied));
    const field = page.locator(".copy-link input");
    assert.match(await field.inputValue(), /#\/source\/igf-briefing/u);
    assert.notEqual(await field.getAttribute("aria-label"), null);
  });
}
