// Reads a page from its input aloud, as a virtual screen reader would: one line for each thing it says
// while it goes down the part that is labelled by the element with the given id.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [packages, label] = process.argv.slice(2);
const require = createRequire(join(packages, "/"));
const { JSDOM } = require("jsdom");
const { window } = new JSDOM(readFileSync(0, "utf8"));
// What is placed absolutely is a block to a browser, which parts its words from those before it.
const hidden = '[class="visually-hidden"] { display: block; }';
window.document.head.append(Object.assign(window.document.createElement("style"), { textContent: hidden }));

// It asks for what a browser has around it.
globalThis.window = window;
for (const name of ["document", "Node", "Element", "HTMLElement", "MutationObserver"]) {
  globalThis[name] = window[name];
}
const { Virtual } = require("@guidepup/virtual-screen-reader");

const reader = new Virtual();
await reader.start({ container: document.querySelector(`[aria-labelledby="${label}"]`), window });
const [first] = await reader.spokenPhraseLog();
while ((await reader.lastSpokenPhrase()) !== `end of ${first}`) await reader.next();
for (const phrase of await reader.spokenPhraseLog()) console.log(phrase.replace(/\s+/g, " "));
process.exit(0);
