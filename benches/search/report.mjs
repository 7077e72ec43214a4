// The tables, as Markdown.

const number = (value, digits = 3) => (value === null || value === undefined || Number.isNaN(value) ? "–" : value.toFixed(digits));
const share = (value) => number(value).replace(/^0\./u, ".");
const time = (value) => {
  if (value === null || value === undefined) return "–";
  if (value < 1) return `${Math.round(value * 1000)} µs`;
  return value < 100 ? `${value.toFixed(1)} ms` : `${Math.round(value).toLocaleString("en")} ms`;
};
const size = (bytes) => (bytes === null || bytes === undefined ? "–" : bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
const few = (value) => (value < 0.95 ? value.toPrecision(2) : value < 10 ? value.toFixed(1) : String(Math.round(value)));
const ratio = (value, ours) => (value > 0 && ours ? ` (×${few(value / ours)})` : "");

const table = (head, rows) => [
  `| ${head.join(" | ")} |`, `|${head.map((_, at) => (at === 0 ? "---" : "---:")).join("|")}|`, ...rows.map((row) => `| ${row.join(" | ")} |`),
].join("\n");

const ofKind = (rows, kind) => rows?.find((row) => row.kind === kind);

function quality(corpus) {
  const rows = corpus.rows.flatMap((engine) => (engine.rows ?? []).map((row) => [
    engine.name, row.kind || "all", cut(row), ...[row.mrr, row.hit1, row.hit3, row.recall, row.ndcg, row.zero].map(share),
  ]));
  return table(["engine", "queries", "n", "MRR@10", "hit@1", "hit@3", "recall@10", "nDCG@10", "no result"], rows);
}

/** More kinds than this stand as one row each, with a column for every engine. */
const FEW_KINDS = 4;

/** One figure of every kind and engine. */
function byKind(corpus, figure) {
  const kinds = Object.entries(corpus.kinds);
  const engines = corpus.rows.filter((engine) => engine.rows);
  const rows = kinds.map(([kind, count]) => [kind, String(count), ...engines.map((engine) => {
    const row = ofKind(engine.rows, kind);
    return row ? `${figure(row)}${row.cut ? ` (n ${row.queries})` : ""}` : "–";
  })]);
  const all = engines.map((engine) => {
    const queries = engine.rows.reduce((sum, row) => sum + row.queries, 0);
    return share(engine.rows.reduce((sum, row) => sum + row.hit3 * row.queries, 0) / queries);
  });
  return { engines, rows, all };
}

function manyKinds(corpus) {
  const found = byKind(corpus, (row) => share(row.hit3));
  const total = Object.values(corpus.kinds).reduce((sum, count) => sum + count, 0);
  const head = ["kind", "n", ...found.engines.map((engine) => engine.name)];
  const nothing = corpus.rows[0].rows.reduce((sum, row) => sum + row.zero * row.queries, 0);
  const times = byKind(corpus, (row) => `${time(row.rank.p50)}; ${time(row.whole.p99)}`);
  return [
    "A right record among the first three (hit@3):",
    table(head, [...found.rows, ["**all**", String(total), ...found.all]]),
    `Queries in which this engine finds nothing: ${Math.round(nothing)} of ${total}.`,
    "Ranking alone, p50; and the whole call, p99:",
    table(head, times.rows),
  ].join("\n\n");
}

const cut = (row) => (row.cut ? `${row.queries}, cut off` : String(row.queries));

function speed(corpus) {
  const [ours] = corpus.rows;
  const rows = corpus.rows.flatMap((engine) => (engine.rows ?? []).map((row) => {
    const own = ofKind(ours.rows, row.kind);
    const cells = ["rank", "whole"].flatMap((what) => ["p50", "p95", "p99"].map((at) =>
      `${time(row[what][at])}${engine === ours ? "" : ratio(row[what][at], own?.[what][at])}`));
    return [engine.name, row.kind || "all", ...cells];
  }));
  return table(["engine", "queries", "rank p50", "p95", "p99", "whole p50", "p95", "p99"], rows);
}

/** How much of the quality of the plain queries is left. */
function kept(corpus) {
  const variants = [["nospace", "no spaces"], ["typo", "one letter mistyped"], ...(corpus.other ? [["other", `${corpus.other} letters`]] : [])];
  const rows = corpus.rows.flatMap((engine) => (engine.rows ?? []).map((row) => [
    engine.name, row.kind || "all", share(row.mrr),
    ...variants.map(([variant]) => {
      const other = ofKind(engine[variant], row.kind);
      if (!other) return "–";
      // Another part of the queries cannot be compared.
      if (other.queries !== row.queries) return `${share(other.mrr)} (n ${other.queries})`;
      return `${share(other.mrr)}${row.mrr ? ` = ${(other.mrr / row.mrr * 100).toFixed(1)} %` : ""}`;
    }),
  ]));
  return table(["engine", "queries", "MRR@10 as asked", ...variants.map(([, name]) => name)], rows);
}

function weight(corpus, facts) {
  const [ours] = corpus.rows;
  const rows = corpus.rows.map((engine) => {
    const own = engine === ours;
    const memory = own ? engine.memory?.index : engine.heap;
    const whole = own ? engine.memory?.loaded : engine.heap && engine.heap + corpus.documents;
    const code = own ? facts.sizes["this engine"] : engine.told?.code ?? facts.sizes[engine.package];
    const built = engine.buildCut ? `cut off after ${engine.buildCut.toLocaleString("en")} documents` : `${time(engine.build)}${own ? "" : ratio(engine.build, ours.build)}`;
    const note = engine.failed ? `; ${engine.failed}` : "";
    return [
      engine.name + note, built, `${size(engine.size)}${own ? "" : ratio(engine.size, ours.size)}`,
      engine.size ? (engine.size / corpus.bytes).toFixed(2) : "–",
      `${size(memory)}${own ? "" : ratio(memory, ours.memory?.index)}`,
      `${size(whole)}${own ? "" : ratio(whole, ours.memory?.loaded)}`, `${size(code)}`,
    ];
  });
  return table(["engine", "build", "saved index", "of the raw text", "index in memory", "with texts", "code, brotli"], rows);
}

function own(corpus) {
  const [ours] = corpus.rows;
  const notes = [];
  if (ours.memory) {
    notes.push(`${ours.memory.texts ? `This engine's saved index holds the texts too (${size(corpus.bytes)}): without them it is ${((ours.size - corpus.bytes) / corpus.bytes).toFixed(2)} of the raw text.` : "This engine's index keeps its texts elsewhere, as in the page; its build is the loading of the saved index."} Its index in memory is what it counts, folded texts included; with texts it is all that its program holds after loading the saved index, holes included (building took ${size(ours.memory.building)} at its height; loading ${time(ours.memory.loading)}). The peers' index is the heap it takes; with texts also the heap of the documents, ${size(corpus.documents)}.`);
  }
  for (const row of ours.exactness ?? []) {
    notes.push(`Exactness, ${row.kind} (${row.queries}): complete ${(row.complete * 100).toFixed(1)} %, the exact set ${(row.same * 100).toFixed(1)} %.`);
  }
  return notes.map((note) => `- ${note}`).join("\n");
}

/** What is measured of an engine that is built ahead, and what is not. */
function ahead(corpus) {
  const told = corpus.rows.find((engine) => engine.told && !engine.told.cut)?.told;
  if (!told) return "";
  return `- Pagefind's files are built ahead, by a native program that Node feeds, for a page with \`lang="${told.language}"\`: that is its build. Its saved index is the ${told.parts} files with words and facets, packed (${size(told.unpacked)} unpacked); the ${told.fragments.toLocaleString("en")} files with the texts (${size(told.fragmentBytes)}) are apart. Its memory is the heap before the first query and that of its program after the last as asked; its code is its script and that program. It fetches files when a query first wants them: of three askings the median leaves that out.`;
}

/** One Markdown document of one run. */
export function report(facts, results) {
  const parts = [
    `${facts.date} · ${facts.browser} · ${facts.machine} · Node ${facts.node}`,
    `Versions: ${Object.entries(facts.versions).map(([name, version]) => `${name} ${version}`).join(", ")}.`,
    `Up to ${facts.questions} evenly spaced queries of a kind; a peer is cut off after ${facts.bound} s of asking (each kind has an equal share of them) or five times that of building. Numbers in brackets are multiples of this engine.`,
    `Code (brotli): ${Object.entries(facts.sizes).map(([name, bytes]) => `${name} ${size(bytes)}`).join(", ")}.`,
  ];
  for (const corpus of results) {
    parts.push(
      `## ${corpus.corpus}: ${corpus.docs.toLocaleString("en")} documents, ${size(corpus.bytes)} of text`,
      `Load of the machine before and after: ${corpus.load.map((load) => load.toFixed(1)).join(", ")}; clock ${corpus.isolated ? "5 µs" : "100 µs"}.`,
      ...(Object.keys(corpus.kinds).length > FEW_KINDS ? [manyKinds(corpus)] : [
        quality(corpus), "Times of ranking alone, and of the whole call with 20 hits, snippets and all facet counts:", speed(corpus),
        "What is left of the quality:", kept(corpus),
      ]),
      weight(corpus, facts), [own(corpus), ahead(corpus)].filter(Boolean).join("\n"),
    );
  }
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}
