// Addresses: every state of the page is a link, links keep working when they are old or broken, and
// the browser's ways back and forward follow the reader's steps.

import assert from "node:assert/strict";
import { atlasTest, until } from "./support.mjs";

const oneEdition = { editions: ["one-file"] };

for (const [what, hash] of [
  ["a record", "#/record/action-line/c5"],
  ["a record within a search", "#/record/process/igf?q=IGF&kind=process"],
  ["a search with refinements", "#/search?q=인터넷&kind=event,document&process=igf&sort=oldest"],
  ["a search by letters of another script", "#/search?q=互联网+治理"],
  ["a source", "#/source/igf-briefing"],
  ["the bibliography", "#/sources?lang=en"],
  ["the about page", "#/about?lang=zh"],
]) {
  atlasTest(`reloading ${what} gives the same page`, async ({ page, atlas, open }) => {
    await open(hash);
    await until(async () => assert.ok((await atlas.words()).length > 200));
    const before = { words: await atlas.words(), title: await page.title(), hash: await atlas.hash() };
    assert.equal(await atlas.notice.count(), 0, "nothing of it is unreadable");
    assert.equal(before.hash, hash);
    await page.reload();
    await until(async () => assert.deepEqual({ words: await atlas.words(), title: await page.title(), hash: await atlas.hash() }, before));
  });
}

atlasTest("a search that was typed is still there after a reload", async ({ page, atlas, open }) => {
  await open();
  await atlas.type("튀니스");
  await until(async () => assert.equal(await atlas.hash(), "#/search?q=튀니스"));
  const { ids } = await atlas.listed();
  await page.reload();
  await atlas.hits.first().waitFor();
  assert.deepEqual((await atlas.results()).ids, ids);
  assert.equal(await atlas.box.inputValue(), "튀니스");
});

/** Bad links: what each is, what must be named of it, and what must still apply. */
const BAD = [
  { what: "an unknown page", hash: "#/nowhere/at-all", named: /nowhere\/at-all/u, heading: "찾을 수 없습니다" },
  { what: "an unknown record", hash: "#/record/event/igf-1999", named: /event\/igf-1999/u, heading: "찾을 수 없습니다", offers: true },
  { what: "an unknown source", hash: "#/source/nothing-here", named: /nothing-here/u, heading: "찾을 수 없습니다" },
  { what: "a record without a kind", hash: "#/record/c5", named: /c5/u, heading: "찾을 수 없습니다" },
  { what: "a record of an unknown kind", hash: "#/record/planet/mars", named: /planet\/mars/u, heading: "찾을 수 없습니다" },
  { what: "an unknown value of a facet", hash: "#/search?q=IGF&kind=event,unicorn", named: /unicorn/u, notice: true, chips: 1 },
  { what: "an unknown parameter", hash: "#/search?q=IGF&colour=red", named: /colour=red/u, notice: true, text: "IGF" },
  { what: "an unknown order", hash: "#/search?q=IGF&sort=sideways", named: /sideways/u, notice: true, text: "IGF" },
  { what: "an unknown language", hash: "#/search?q=IGF&lang=fr", named: /fr/u, notice: true, text: "IGF" },
  { what: "a broken percent code", hash: "#/search?q=IGF%E0%A4%A&kind=event", named: /%A|�/u, notice: true, chips: 1 },
  { what: "a percent sign that is no code", hash: "#/search?q=100%&kind=event", text: "100%", chips: 1 },
  { what: "several faults at once", hash: "#/search?kind=a,b,event&process=x&foo&bar=1&sort=up", named: /bar=1/u, notice: true, chips: 1 },
  { what: "search parameters on a page that has none", hash: "#/about?q=IGF", named: /q=IGF/u, notice: true },
  { what: "an empty value", hash: "#/search?q=IGF&kind=", text: "IGF", chips: 0 },
  { what: "the address of another program", hash: "#!/a/b?c=d&&=&%", named: /./u, heading: "찾을 수 없습니다" },
];

for (const bad of BAD) {
  atlasTest(`${bad.what} in a link breaks nothing and is named`, oneEdition, async ({ page, atlas, open }) => {
    await open(bad.hash);
    await atlas.main.waitFor();
    if (bad.heading) await until(async () => assert.equal((await atlas.heading.textContent()).trim(), bad.heading));
    if (bad.notice) await atlas.notice.waitFor({ timeout: 5_000 });
    const told = await (bad.notice ? atlas.notice : atlas.main).textContent();
    if (bad.named) assert.match(told, bad.named);
    if (bad.text !== undefined) assert.equal(await atlas.box.inputValue(), bad.text);
    if (bad.chips !== undefined) assert.equal(await atlas.chips.count(), bad.chips);
    if (bad.offers) assert.ok(await page.locator(".not-found .record-list a").count() > 0, "something like it is offered");
    if (bad.notice) {
      await atlas.notice.locator("button").click();
      await until(async () => assert.equal(await atlas.notice.count(), 0));
    }
    // The page goes on working from here.
    await atlas.go("#/search?q=C5");
    await until(async () => assert.equal((await atlas.results()).ids[0], "action-line/c5"));
  });
}

for (const [what, text] of [
  ["very long text", "인터넷 거버넌스와 ".repeat(400)],
  ["one very long word", "가나다라마바사".repeat(300)],
  ["text that looks like a script", "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`javascript:alert(3)"],
  ["signs that mean something in links", "a&b=c#d?e%f+g/h,i \\ \" ' < >"],
  ["letters from beyond the basic plane and joined signs", "👩‍💻🇰🇷 𠮷 é ﷽ ‮abc"],
  ["operators of the query language only", "\"-\" - \"\" -\"a OR ( ) * ^ ~ : AND NOT"],
]) {
  atlasTest(`${what} is searched for like any other text`, oneEdition, async ({ page, atlas, open, address }) => {
    await open(`#/search?q=${encodeURIComponent(text)}`);
    await until(async () => assert.equal(await atlas.box.inputValue(), text));
    await page.locator(".hit, .zero-results").first().waitFor();
    assert.equal(await page.locator("main script, main img").count(), 0);
    assert.equal(await atlas.notice.count(), 0, "nothing was lost on the way");
    // As typed, and back through the address.
    await page.goto("about:blank");
    await page.goto(`${address}#/`);
    await page.locator("html.app-running").waitFor();
    await atlas.box.fill(text);
    await page.locator(".hit, .zero-results").first().waitFor();
    await until(async () => assert.match(await page.evaluate(() => window.location.hash), /q=/u));
    await until(async () => assert.ok((await page.evaluate(() => window.location.hash)).length > Math.min(text.length, 20)));
    const { ids } = await atlas.results();
    await page.reload();
    await until(async () => assert.equal(await atlas.box.inputValue(), text));
    await page.locator(".hit, .zero-results").first().waitFor();
    assert.deepEqual((await atlas.results()).ids, ids);
  });
}

atlasTest("back and forward walk a chain of searches and records", async ({ page, atlas, open }) => {
  await open();
  const places = [];
  const arrive = async (check) => {
    await until(check);
    places.push({ hash: await atlas.hash(), words: await atlas.words() });
  };
  await arrive(async () => assert.equal(await page.locator(".front").count(), 1));
  await atlas.type("인터넷");
  await page.keyboard.press("Escape");
  await arrive(async () => assert.equal(await atlas.hash(), "#/search?q=인터넷"));
  await atlas.facetValue("kind", "event").click();
  await arrive(async () => assert.equal(await atlas.chips.count(), 1));
  await atlas.hitNames.first().click();
  await arrive(async () => assert.ok(await atlas.provenance.count() > 0));
  await atlas.next.click();
  await arrive(async () => assert.notEqual((await atlas.hash()), places.at(-1).hash));
  await atlas.navigation.locator("a").nth(1).click();
  await arrive(async () => assert.ok(await page.locator(".source-list").count() > 0));

  const same = async (place) => until(async () => {
    // The first address may be written with or without its empty path.
    assert.equal((await atlas.hash()).replace(/^$/u, "#/"), place.hash.replace(/^$/u, "#/"));
    assert.equal(await atlas.words(), place.words);
  });
  for (const place of places.slice(0, -1).reverse()) {
    await page.goBack();
    await same(place);
  }
  for (const place of places.slice(1)) {
    await page.goForward();
    await same(place);
  }
});

atlasTest("typing is one step of the history, not one for each letter", oneEdition, async ({ page, atlas, open }) => {
  await open();
  const before = await page.evaluate(() => window.history.length);
  await atlas.type("Tunis agenda");
  await until(async () => assert.equal(await atlas.hash(), "#/search?q=Tunis+agenda"));
  assert.equal(await page.evaluate(() => window.history.length), before + 1);
  await page.goBack();
  await page.locator(".front").waitFor();
  assert.equal(await atlas.box.inputValue(), "");
});

atlasTest("a result opened at once after typing leaves the whole search behind it", oneEdition, async ({ page, atlas, open }) => {
  // The clock stands still: the pause after which the address is written never ends by itself.
  await page.clock.install();
  await open();
  await page.clock.pauseAt(Date.now() + 60_000);
  await atlas.type("튀니스 의제");
  await page.clock.runFor(50);
  await atlas.hits.first().waitFor();
  await atlas.hitNames.first().evaluate((link) => link.click());
  await page.clock.runFor(50);
  await atlas.provenance.first().waitFor();
  await page.clock.resume();
  await page.goBack();
  await atlas.hits.first().waitFor();
  assert.equal(await atlas.box.inputValue(), "튀니스 의제");
});

atlasTest("a search begun right after the last one was emptied stays in the address", oneEdition, async ({ page, atlas, open }) => {
  await page.clock.install();
  await open("#/search?q=IGF");
  await atlas.hits.first().waitFor();
  await atlas.box.fill("");
  await atlas.box.fill("튀니스");
  await page.clock.runFor(3_000);
  await until(async () => assert.equal(await atlas.hash(), "#/search?q=튀니스"));
  await page.clock.runFor(3_000);
  assert.equal(await atlas.hash(), "#/search?q=튀니스");
});

atlasTest("an address changed by hand is followed", async ({ page, atlas, open }) => {
  await open("#/about");
  await atlas.go("#/search?kind=governance-model");
  assert.equal((await atlas.listed()).chips.length, 1);
  await atlas.go("");
  await page.locator(".front").waitFor();
  await atlas.go("#/search?kind=event&nonsense=1");
  await atlas.notice.waitFor();
  await atlas.go("#/search?kind=document");
  await until(async () => assert.equal(await atlas.notice.count(), 0, "the notice goes with its link"));
});

atlasTest("the title names the page that is shown", oneEdition, async ({ page, atlas, open }) => {
  await open("#/about");
  for (const [hash, title] of [
    ["#/record/action-line/c5", /^ICT 이용의 신뢰성 및 보안 · /u],
    ["#/sources", /^출처 · /u],
    ["#/search?q=IGF", /^IGF · /u],
    ["#/nowhere", /^찾을 수 없습니다 · /u],
    ["#/", /^디지털 거버넌스 아틀라스$/u],
  ]) {
    await atlas.go(hash);
    await until(async () => assert.match(await page.title(), title));
  }
});

atlasTest("every page has one heading of the first rank and tells it to the reader who arrives", oneEdition, async ({ page, atlas, open }) => {
  await open("#/");
  for (const hash of ["#/record/action-line/c5", "#/sources", "#/source/igf-briefing", "#/about", "#/nowhere", "#/record/event/nothing"]) {
    await atlas.go(hash);
    await until(async () => assert.equal(await atlas.focused(), "#page-heading", hash));
    assert.equal(await page.locator("h1").count(), 1, hash);
  }
});
