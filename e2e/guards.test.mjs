// The guards of support.mjs themselves: each lets a quiet page pass and catches its own kind of noise.

import assert from "node:assert/strict";
import { atlasTest } from "./support.mjs";

/** Makes noise in a quiet page and sees that the guards name it. */
async function caught(given, noise, pattern) {
  await given.open();
  await given.settle();
  await given.page.evaluate(noise);
  await given.page.waitForTimeout(200);
  await assert.rejects(given.settle(), pattern);
  given.allow(/./);
}

const once = { editions: ["web"] };

atlasTest("a warning in the console is caught", once, (given) =>
  caught(given, () => console.warn("noise"), /console warning: noise/));

atlasTest("an error that nobody catches is caught", once, (given) =>
  caught(given, () => { setTimeout(() => { throw new Error("noise"); }); }, /uncaught: noise/));

atlasTest("a request to another origin is refused and caught", (given) =>
  caught(given, () => fetch("https://example.org/").catch(() => {}), /policy: connect-src refused https:\/\/example\.org/));

atlasTest("code in markup is refused and caught", (given) =>
  caught(given, () => {
    try {
      document.createElement("div").innerHTML = "<img src=x onerror=alert(1)>";
    } catch { /* the refusal is what is tested */ }
  }, /policy: require-trusted-types-for/));

atlasTest("a style attribute in markup is refused and caught", once, (given) =>
  caught(given, () => { document.body.insertAdjacentHTML("beforeend", '<p style="top:0">x</p>'); }, /policy: style-src-attr/));
