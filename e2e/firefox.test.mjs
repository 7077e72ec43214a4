// Another engine: the main job in Firefox, served and as one file.

import assert from "node:assert/strict";
import { atlasTest, running, until } from "./support.mjs";

const inFirefox = { browsers: ["firefox"] };

atlasTest("the main job: search, narrow down, open, follow, go back", inFirefox, async ({ page, atlas, open }) => {
  await open();
  await until(async () => assert.equal(await atlas.focused(), "#search-input"));
  await page.keyboard.type("인터넷 거버넌스 포럼");
  await until(async () => assert.equal((await atlas.results()).ids[0], "process/igf"));
  assert.equal(await atlas.box.inputValue(), "인터넷 거버넌스 포럼");
  await page.keyboard.press("Escape");
  const said = await atlas.promised("kind", "event");
  await atlas.facetValue("kind", "event").click();
  await until(async () => assert.equal((await atlas.results()).count, said));
  const list = await atlas.results();
  await atlas.hitNames.first().click();
  await until(async () => assert.equal((await atlas.heading.textContent()).trim(), list.hits[0].name));
  await atlas.next.click();
  await until(async () => assert.equal((await atlas.heading.textContent()).trim(), list.hits[1].name));
  const relation = page.locator(".relation-target a").first();
  const name = (await relation.textContent()).trim();
  await relation.click();
  await until(async () => assert.ok(name.endsWith((await atlas.heading.textContent()).trim())));
  await page.goBack();
  await until(async () => assert.equal((await atlas.heading.textContent()).trim(), list.hits[1].name));
  await atlas.back.click();
  await until(async () => assert.deepEqual((await atlas.results()).ids, list.ids));
  await atlas.clearAll.click();
  await until(async () => assert.equal((await atlas.results()).chips.length, 0));
});

atlasTest("a deep link, its reload, language and colours", inFirefox, async ({ page, atlas, open }) => {
  await open("#/record/action-line/c5");
  await until(async () => assert.equal((await atlas.heading.textContent()).trim(), "ICT 이용의 신뢰성 및 보안"));
  assert.ok(await atlas.provenance.count() > 0);
  await atlas.themeChoice.selectOption("dark");
  await atlas.languageChoice.selectOption("en");
  await until(async () => assert.match(await page.title(), /Digital Governance Atlas$/u));
  await page.reload();
  await running(page);
  await until(async () => {
    assert.match(await page.title(), /Digital Governance Atlas$/u);
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  });
});

atlasTest("bad links and a search without results break nothing", inFirefox, async ({ atlas, open }) => {
  await open("#/search?q=IGF%E0%A4%A&kind=unicorn&colour=red");
  await atlas.notice.waitFor();
  await atlas.go("#/nowhere");
  await until(async () => assert.equal((await atlas.heading.textContent()).trim(), "찾을 수 없습니다"));
  await atlas.go("#/search?q=인터넷&kind=governance-model&country=KZ");
  await atlas.zero.waitFor();
  await atlas.zero.locator("li a").first().click();
  await atlas.listed();
});
