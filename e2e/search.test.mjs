// Searching: the box, the results as one types, why a record was found, the order of the results.

import assert from "node:assert/strict";
import { LOCALES, atlasTest, until } from "./support.mjs";
import { WORDS } from "./fixtures/words.mjs";

const oneEdition = { editions: ["one-file"] };
const inEveryLanguage = { ...oneEdition, locales: LOCALES };

/** Waits until the first result is this record; gives the results. */
async function firstIs(atlas, id) {
  return until(async () => {
    const results = await atlas.results();
    assert.equal(results.ids[0], id);
    return results;
  });
}

atlasTest("the page opens with the focus in the search box, ready to type", async ({ page, atlas, open }) => {
  await open();
  await until(async () => assert.equal(await atlas.focused(), "#search-input"));
  await page.keyboard.type("C5");
  await firstIs(atlas, "action-line/c5");
  assert.equal(await atlas.box.inputValue(), "C5");
});

atlasTest("the front page says what this is and leads on", inEveryLanguage, async ({ page, atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/"));
  assert.equal(await atlas.heading.textContent(), WORDS[lang].product);
  assert.equal(await page.title(), WORDS[lang].product);
  assert.ok(await page.locator(".timeline li").count() >= 10, "the processes stand on a line of time");
  const links = await page.locator(".questions a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.ok(links.length >= 6, "several questions");
  for (const link of links) {
    await atlas.go(link);
    await until(async () => assert.equal(new URL(link, "http://x/").hash, await page.evaluate(() => window.location.hash)));
    await until(async () => assert.ok(await atlas.hits.count() > 0 || await atlas.provenance.count() > 0, `${link} answers`));
    assert.equal(await atlas.notice.count(), 0, `${link} is read without a problem`);
  }
});

atlasTest("all records stand on the front page by kind, and a kind leads to as many as it says", inEveryLanguage, async ({ page, atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/"));
  const kind = page.locator(".kinds li", { has: page.locator("a", { hasText: WORDS[lang].kinds["action-line"] }) });
  const said = Number((await kind.locator(".count").textContent()).replace(/\D/gu, ""));
  await kind.locator("a").click();
  assert.equal((await atlas.listed()).count, said);
});

for (const [spaced, joined] of [
  ["인터넷 거버넌스 포럼", "인터넷거버넌스포럼"],
  ["글로벌 디지털 콤팩트", "글로벌디지털콤팩트"],
  ["튀니스 의제", "튀니스의제"],
]) {
  atlasTest(`‘${spaced}’ and ‘${joined}’ find the same record first`, async ({ atlas, open }) => {
    await open();
    await atlas.type(spaced);
    const first = (await atlas.listed()).ids[0];
    await atlas.clearButton.click();
    await atlas.type(joined);
    const again = await firstIs(atlas, first);
    assert.equal(again.text, joined, "the text stays as typed");
  });
}

for (const [query, id] of [
  ["C5", "action-line/c5"],
  ["A/RES/70/125", "document/a-res-70-125"],
  ["Internet Governance Forum", "process/igf"],
  ["互联网治理论坛", "process/igf"],
  ["인터넷 거버넌스 포럼을", "process/igf"],
  ["유엔 총회 결의 79/1", "document/pact-for-the-future"],
]) {
  atlasTest(`‘${query}’ finds what it names`, oneEdition, async ({ atlas, open }) => {
    await open();
    await atlas.type(query);
    await firstIs(atlas, id);
  });
}

atlasTest("results come with every letter, and each state of the box is the search of its text", oneEdition, async ({ page, atlas, open }) => {
  await open();
  await atlas.box.focus();
  const seen = [];
  for (const letter of "tunis agenda") {
    await page.keyboard.type(letter);
    seen.push(await atlas.results());
  }
  // The address lags behind the typing: another one may be asked for when it has come.
  await until(async () => assert.equal(await atlas.hash(), "#/search?q=tunis+agenda"));
  for (const { text, count, ids } of seen.filter(({ text: typed }) => !typed.endsWith(" "))) {
    await atlas.go(`#/search?q=${encodeURIComponent(text)}`);
    await until(async () => {
      const read = await atlas.results();
      assert.deepEqual({ text: read.text, count: read.count, ids: read.ids }, { text, count, ids }, `after ‘${text}’`);
    });
  }
});

atlasTest("the text of the search goes into the address and into the title", async ({ page, atlas, open }) => {
  await open();
  await atlas.type("튀니스 의제");
  await until(async () => assert.equal(await atlas.hash(), "#/search?q=튀니스+의제"));
  await until(async () => assert.match(await page.title(), /^튀니스 의제 · /u));
});

atlasTest("a hit says in words where it matched and marks the words", inEveryLanguage, async ({ atlas, open, inLanguage, lang }) => {
  const words = WORDS[lang];
  await open(inLanguage(`#/search?q=${encodeURIComponent(words.igfQuery)}`));
  const { hits } = await atlas.listed();
  assert.equal(hits[0].id, "process/igf");
  assert.match(hits[0].reason, words.matched);
  assert.ok(hits[0].reason.includes(words.nameFields[lang]), hits[0].reason);
  assert.ok(hits[0].marksInName.length > 0, "words are marked in the name");
  const plain = (text) => text.replace(/\s/gu, "").toLowerCase();
  assert.ok(hits[0].marks.every((mark) => plain(mark) !== ""), "no empty marks");
  for (const hit of hits.slice(0, 20)) assert.ok(hit.reason, `${hit.id} says why it is there`);
});

atlasTest("a hit found by another form of an English word says where it matched and marks that form", { ...oneEdition, locales: ["en-US"] }, async ({ atlas, open, inLanguage }) => {
  await open(inLanguage("#/search?q=agreements"));
  const { hits } = await atlas.listed();
  for (const hit of hits) assert.ok(hit.reason, `${hit.id} says why it is there`);
  const marks = hits.flatMap((hit) => hit.marks).map((mark) => mark.toLowerCase());
  assert.ok(marks.includes("agreement"), marks.join(", "));
});

atlasTest("a hit that matched under another name shows that name", oneEdition, async ({ page, atlas, open }) => {
  await open("#/search?q=Internet+Governance+Forum");
  const { hits } = await atlas.listed();
  assert.equal(hits[0].id, "process/igf");
  const other = page.locator(".hit").first().locator(".hit-other-name");
  assert.equal(await other.getAttribute("lang"), "en");
  assert.ok(await other.locator("mark").count() > 0);
});

atlasTest("no mark cuts a piece out of its text", oneEdition, async ({ page, atlas, open }) => {
  await open("#/search?q=인터넷거버넌스");
  const { hits } = await atlas.listed();
  for (const hit of hits.slice(0, 8)) {
    await atlas.go(`#/${hit.id.startsWith("source/") ? "" : "record/"}${hit.id}`);
    await until(async () => assert.ok(hit.name.endsWith(await page.locator("#page-heading").textContent()), hit.name));
  }
});

const readings = [
  { name: "letters typed with the keyboard in the wrong mode are read as Korean", typed: "dlsxjspt", read: "인터넷" },
  { name: "words typed without spaces are read apart", typed: "튀니스의제에서결정된것은무엇인가요", read: "튀니스 의제에서 결정된것은 무엇인가요" },
  { name: "a typing error in words without spaces is mended", typed: "인텃넷거버넌스를위한작업반은누가만들었나요", read: "인터넷 거버넌스를 위한 작업반은 누가 만들었나요" },
  { name: "a code without its space is read with it", typed: "SDG13", read: "sdg 13" },
  { name: "a symbol with a mistyped beginning is read by its end", typed: "A/RSE/70/125", read: "70 125" },
  { name: "names of letters are read as the letters", typed: "아이티유", read: "itu" },
];
for (const { name, typed, read } of readings) {
  atlasTest(`${name}, with a way back`, oneEdition, async ({ page, atlas, open }) => {
    await open();
    await atlas.type(typed);
    const reading = page.locator(".reading");
    await reading.waitFor();
    assert.ok((await reading.textContent()).includes(`‘${read}’`), await reading.textContent());
    assert.equal(await atlas.box.inputValue(), typed, "what was typed stays");
    await reading.locator("a").press("Enter");
    await until(async () => {
      assert.match(await atlas.hash(), /literal=1/u);
      assert.equal(await reading.count(), 0);
    });
  });
}

atlasTest("a short word that stands nowhere gives no results, and others are offered for it", inEveryLanguage, async ({ page, atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/"));
  await atlas.type("대만");
  await page.locator(".zero-results").waitFor();
  const offers = page.locator(".reading");
  assert.ok((await offers.textContent()).startsWith(WORDS[lang].didYouMean), await offers.textContent());
  await offers.locator("a").first().press("Enter");
  await until(async () => {
    assert.equal(await atlas.box.inputValue(), "대면");
    assert.ok(await atlas.hits.count() > 0);
    assert.equal(await offers.count(), 0);
  });
});

atlasTest("an English word that no record has is not cut into little words", oneEdition, async ({ page, atlas, open }) => {
  await open();
  await atlas.type("satellite");
  await page.locator(".zero-results").waitFor();
  assert.equal(await page.locator(".reading").count(), 0);
});

atlasTest("a list of records that lack some of the words says so", inEveryLanguage, async ({ page, atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/"));
  const told = page.locator(".found-in-part");
  await atlas.type("인터넷 아카이브");
  await until(async () => assert.equal(await told.textContent(), WORDS[lang].foundInPart));
  await atlas.box.fill("인터넷 거버넌스");
  await until(async () => assert.equal(await told.count(), 0));
  assert.ok(await atlas.hits.count() > 0);
});

atlasTest("where few records have all words, those with some stand under a heading of their own", inEveryLanguage, async ({ page, atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/"));
  const partial = page.locator(".partial-hits");
  await atlas.type("구테흐스 기술특사 임명");
  await until(async () => {
    const { ids } = await atlas.results();
    assert.deepEqual(ids, ["person/antonio-guterres", "organisation/un-secretary-general"]);
    assert.equal(await partial.getByRole("heading").textContent(), WORDS[lang].partialHeading);
  });
  const links = partial.locator(".hit-name");
  assert.match(await links.first().getAttribute("href"), /tech-envoy-appointment/u);
  assert.ok(await partial.locator("mark").count() > 1);
  // One of them opens like any other.
  await links.first().click();
  await page.locator("#record-heading, h1").first().waitFor();
  await page.goBack();
  await until(async () => assert.ok(await links.count() > 1));
  await atlas.box.fill("인터넷 거버넌스");
  await until(async () => assert.equal(await partial.count(), 0));
});

atlasTest("words typed together that few records have so are looked for apart, under a heading that says how", inEveryLanguage, async ({ page, atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/"));
  const partial = page.locator(".partial-hits");
  await atlas.type("미래정상회의결과문서");
  await until(async () => {
    assert.ok((await partial.getByRole("heading").textContent()).includes(WORDS[lang].apartHeading));
    const links = await partial.locator(".hit-name").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    assert.ok(links.some((link) => link.includes("pact-for-the-future")), String(links));
  });
  const marked = await partial.locator("mark").allTextContents();
  const summit = (text) => /미래정상회의|Summit of the Future/u.test(text);
  assert.ok(marked.some(summit) && !marked.every(summit), String(marked));
});

const NAMES = [
  { typed: "튀니스 어젠다 72항", found: ["event/igf-2006", "document/tunis-agenda"], about: "the record that cites a paragraph and the document itself" },
  { typed: "MAG 구성", found: ["organisation/igf-mag"], about: "the group, though its record does not say what was asked" },
  { typed: "HLAB-AI", found: ["organisation/hlab-ai", "event/hlab-ai-geneva-2024"], about: "what calls the body by another name" },
];

for (const { typed, found, about } of NAMES) {
  atlasTest(`${typed} finds ${about}`, inEveryLanguage, async ({ atlas, open, inLanguage }) => {
    await open(inLanguage("#/"));
    await atlas.type(typed);
    await until(async () => {
      const { ids } = await atlas.results();
      for (const id of found) assert.ok(ids.slice(0, 3).includes(id), `${id} is not among ${ids.slice(0, 5)}`);
    });
  });
}

atlasTest("a suggestion marks what was typed, as it was read", inEveryLanguage, async ({ atlas, open, inLanguage }) => {
  await open(inLanguage("#/"));
  for (const [typed, marked] of [["ㅇㅌㄴ", "인터넷"], ["rmffhqjf", "글로벌"], ["글로버", "글로벌"], ["tunis", "Tunis"]]) {
    await atlas.box.fill(typed);
    await until(async () => {
      const marks = await atlas.suggestions.first().locator("mark").allTextContents();
      assert.deepEqual(marks, [marked], typed);
    });
  }
});

atlasTest("more results come on demand, without a jump and without a repetition", oneEdition, async ({ page, atlas, open }) => {
  await open("#/search?kind=event");
  const before = await atlas.listed();
  await atlas.more.scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => window.scrollY);
  await atlas.more.click();
  const after = await until(async () => {
    const results = await atlas.results();
    assert.ok(results.ids.length > before.ids.length);
    return results;
  });
  assert.deepEqual(after.ids.slice(0, before.ids.length), before.ids);
  assert.equal(new Set(after.ids).size, after.ids.length);
  assert.ok(Math.abs(await page.evaluate(() => window.scrollY) - place) < 5, "the reader's place is kept");
});

atlasTest("all results can be reached, and then nothing more is offered", oneEdition, async ({ atlas, open }) => {
  await open("#/search?kind=objective");
  const { count } = await atlas.listed();
  while (await atlas.more.isVisible()) await atlas.more.click();
  assert.equal((await atlas.results()).ids.length, count);
});

atlasTest("the order of the results turns round, and the link keeps it", inEveryLanguage, async ({ page, atlas, open, inLanguage }) => {
  await open(inLanguage("#/search?kind=round-table,governance-model,phase,process"));
  const newest = await atlas.listed();
  await atlas.sort.selectOption("oldest");
  const oldest = await until(async () => {
    const results = await atlas.results();
    assert.notDeepEqual(results.ids, newest.ids);
    return results;
  });
  assert.match(await atlas.hash(), /sort=oldest/u);
  assert.deepEqual([...oldest.ids].sort(), [...newest.ids].sort(), "the same records");
  const years = oldest.hits.map((hit) => Number(/\b(19|20)\d\d/u.exec(hit.facts)?.[0] ?? Infinity)).filter(Number.isFinite);
  assert.ok(years.length > 10, "most of them are dated");
  assert.deepEqual(years, [...years].sort((a, b) => a - b), "the oldest first");
  await page.reload();
  await atlas.hits.first().waitFor();
  assert.deepEqual((await atlas.results()).ids, oldest.ids);
  assert.equal(await atlas.sort.inputValue(), "oldest", "the choice is shown");
});

atlasTest("records stand in the order of their names when asked", inEveryLanguage, async ({ atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/search?kind=initiative&sort=name"));
  const { hits } = await atlas.listed();
  assert.equal(await atlas.sort.inputValue(), "name");
  if (lang === "zh") return;
  const first = (name) => name.replace(/^[^\p{L}\p{N}]+/u, "").toLowerCase();
  const script = lang === "ko" ? /^\p{Script=Hangul}/u : /^[a-z]/u;
  const initials = hits.map((hit) => first(hit.name)).filter((name) => script.test(name)).map((name) => name[0]);
  assert.ok(initials.length > 5);
  assert.deepEqual(initials, [...initials].sort(), "by the initials of the names that are shown");
});

atlasTest("with text the best comes first; without it the newest", oneEdition, async ({ atlas, open }) => {
  await open("#/search?q=IGF");
  await atlas.listed();
  const offered = () => atlas.sort.locator("option").allTextContents();
  assert.deepEqual(await offered(), ["관련도순", "최신순", "오래된순", "이름순"]);
  assert.equal(await atlas.sort.inputValue(), "relevance");
  await atlas.go("#/search?kind=event");
  await until(async () => assert.deepEqual(await offered(), ["최신순", "오래된순", "이름순"]));
  const shown = await atlas.sort.evaluate((select) => select.selectedOptions[0]?.textContent);
  assert.equal(shown, "최신순");
});

atlasTest("the number of results is announced politely, once for each search", inEveryLanguage, async ({ page, atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/search?q=IGF"));
  const { count } = await atlas.listed();
  assert.equal(await atlas.count.textContent(), WORDS[lang].count(count));
  const keepRegion = (text) => page.evaluate((number) => {
    const regions = [...document.querySelectorAll("[role=status], [aria-live=polite]")];
    window.__region = regions.find((region) => region.textContent.trim() === number);
    return window.__region !== undefined;
  }, text);
  await until(async () => assert.ok(await keepRegion(WORDS[lang].count(count)), "the number alone stands in a live region"));
  await atlas.box.focus();
  await page.keyboard.press("End");
  await page.keyboard.type(" 2006");
  await until(async () => assert.notEqual((await atlas.results()).count, count));
  const { countText } = await atlas.results();
  await until(async () => assert.equal(await page.evaluate(() => window.__region.isConnected && window.__region.textContent.trim()), countText, "the region stays, only its text changes"));
});

atlasTest("the place where the number is announced stands before the first search", oneEdition, async ({ page, atlas, open }) => {
  await open();
  const before = await page.locator("[role=status], [aria-live=polite]").elementHandles();
  await atlas.type("C5");
  await atlas.hits.first().waitFor();
  const number = (await atlas.results()).countText;
  await until(async () => {
    const told = await Promise.all(before.map((region) => region.evaluate((element) => (element.isConnected ? element.textContent.trim() : ""))));
    assert.ok(told.includes(number), `‘${number}’ is said in a region that stood before: ${JSON.stringify(told)}`);
  });
});

atlasTest("the button empties the box and leads back to the front page, with the focus in the box", inEveryLanguage, async ({ page, atlas, open, inLanguage, lang }) => {
  await open(inLanguage("#/search?q=IGF"));
  await atlas.listed();
  assert.equal(await atlas.clearButton.getAttribute("aria-label"), WORDS[lang].clearText);
  await atlas.clearButton.click();
  await page.locator(".front").waitFor();
  assert.equal(await atlas.box.inputValue(), "");
  assert.equal(await atlas.focused(), "#search-input");
  assert.equal(await atlas.clearButton.isVisible(), false);
});
