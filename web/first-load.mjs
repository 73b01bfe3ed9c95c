// Says what the first page loads: index.html, its scripts and styles, and the page of findings with what it imports.
// node first-load.mjs FOLDER. More than the bar is an error.
import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

const BAR_KB = 450;
const folder = process.argv[2];
const assets = path.join(folder, "assets");
const names = new Set(readdirSync(assets));
const index = readFileSync(path.join(folder, "index.html"), "utf8");
const first = new Set([...index.matchAll(/assets\/([\w.-]+)/g)].map((match) => match[1]));
for (const name of names) if (/^FindingsPage-.*\.js$/.test(name)) first.add(name);
for (const name of first) // a set grows while it is walked
  if (name.endsWith(".js"))
    for (const [, wanted] of readFileSync(path.join(assets, name), "utf8").matchAll(/(?:from|import)\s*"\.\/([\w.-]+)"/g)) if (names.has(wanted)) first.add(wanted);

const packed = (name) => statSync(path.join(assets, `${name}.gz`)).size;
const kb = [...first].reduce((sum, name) => sum + packed(name), statSync(path.join(folder, "index.html.gz")).size) / 1024;
const all = [...names].filter((name) => /\.(js|css)$/.test(name)).reduce((sum, name) => sum + packed(name), 0) / 1024;
console.log(`console: first page ${kb.toFixed(0)} KB packed in ${first.size + 1} files, all pages ${all.toFixed(0)} KB`);
if (kb > BAR_KB) {
  console.error(`console: the first page may have ${BAR_KB} KB at most; load what is large when it is needed`);
  process.exit(1);
}
