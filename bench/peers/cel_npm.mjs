// Evaluates rules row by row with @bufbuild/cel: `node cel_npm.mjs MODULES ROWS.jsonl RULES.json ANSWER.json` writes
// {"seconds": …, "hits": […]} for all rules over all rows. MODULES is the folder that npm installed into.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, rowsFile, rulesFile, answerFile] = process.argv.slice(2);
const require = createRequire(modules + "/");
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { celEnv, parse, plan } = await load("@bufbuild/cel");
const { strings } = await load("@bufbuild/cel/ext").catch(() => ({ strings: [] }));

const whole = new Set(["age", "age_min", "age_max", "days", "day"]);
const rows = readFileSync(rowsFile, "utf8").trimEnd().split("\n").map((text) => {
  const line = JSON.parse(text);
  for (const name of whole) if (name in line) line[name] = BigInt(line[name]);
  return { line };
});
const env = celEnv({ funcs: strings });
const rules = JSON.parse(readFileSync(rulesFile, "utf8")).map((text) => plan(env, parse(text)));

const hits = rules.map(() => 0);
const once = () => {
  for (let rule = 0; rule < rules.length; ++rule) {
    let count = 0;
    for (const row of rows) if (rules[rule](row) === true) ++count;
    hits[rule] = count;
  }
};
once(); // warm
const start = process.hrtime.bigint();
once();
writeFileSync(answerFile, JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9, hits }));
