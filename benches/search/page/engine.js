// This engine, behind the same shape as the peers.

/** The number of documents shown, and their snippets made, in a whole call. */
export const SHOWN = 20;

/** Loads the program anew, so that its memory is its own. */
export async function fresh() {
  // A query makes another module of it: each has its own memory.
  const program = await import(`/engine/engine.js?${Math.random()}`);
  const exports = await program.default();
  return { program, exports };
}

function load(program, bytes, texts) {
  const counts = new Uint32Array(texts.map((values) => values.length));
  const fields = new Uint32Array(texts.flatMap((values) => values.map((value) => value[0])));
  return program.Engine.load(bytes, counts, fields, texts.flatMap((values) => values.map((value) => value[1])));
}

export const OURS = {
  name: "this engine",
  async make(facets, docs) {
    const { program, exports } = await fresh();
    // The atlas comes with its own index, which keeps its texts elsewhere.
    const index = docs[0]?.texts ? new Uint8Array(await (await fetch("/corpus/index")).arrayBuffer()) : null;
    const builder = new program.Builder(facets);
    const texts = [];
    let engine;
    let saved = index;
    return {
      add(doc) {
        if (index) {
          texts.push(doc.texts);
          return;
        }
        const numbers = [];
        const values = [];
        facets.forEach((name, number) => (doc.facets[name] ?? []).forEach((value) => {
          numbers.push(number);
          values.push(value);
        }));
        builder.add(doc.id, doc.title, doc.text, new Uint32Array(numbers), values);
      },
      finish() {
        engine = index ? load(program, index, texts) : builder.finish();
      },
      rank: (query) => engine.rank(query, 10),
      whole: (query) => JSON.parse(engine.search(query, SHOWN)),
      findAll: (query, numbers, values) => engine.find_all(query, new Uint32Array(numbers), values),
      /** What a page that loads the saved index holds, and what building took at its height. */
      async memory() {
        const height = exports.memory.buffer.byteLength;
        saved ??= engine.save();
        const other = await fresh();
        const before = other.exports.memory.buffer.byteLength;
        const started = performance.now();
        const loaded = load(other.program, saved, texts);
        const loading = performance.now() - started;
        const memory = { index: loaded.index_memory(), loaded: other.exports.memory.buffer.byteLength - before, building: height, loading, texts: !index };
        loaded.free();
        return memory;
      },
      size() {
        saved ??= engine.save();
        return saved.length;
      },
    };
  },
};
