// Amounts, days and counts, without a browser: web/src/text/format.ts as vite compiles it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const web = fileURLToPath(new URL("../../web/", import.meta.url));
const require = createRequire(`${web}package.json`);
const { transformWithEsbuild } = await import(pathToFileURL(require.resolve("vite").replace(/index\.cjs$/, "dist/node/index.js")));
const compile = async (name) => {
  const { code } = await transformWithEsbuild(readFileSync(web + name, "utf8"), name);
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
};
const { formatAmount, formatDay, formatTime, daysBetween, today, formatCount, formatBytes } = await compile("src/text/format.ts");
const { daysOfMonth, monthAfter } = await compile("src/pages/matters/month.ts");

test("amounts in yuan are grouped and exact", () => {
  for (const [value, shown] of [["0.00", "0.00"], ["85", "85.00"], ["85.5", "85.50"], ["1234567.89", "1,234,567.89"], ["-1000.00", "-1,000.00"], ["999999999999999.99", "999,999,999,999,999.99"]])
    assert.equal(formatAmount(value, "yuan"), shown);
});

test("amounts in 万元 have two places, halves up, without binary fractions", () => {
  for (const [value, shown] of [["0.00", "0.00"], ["49.99", "0.00"], ["50.00", "0.01"], ["10049.99", "1.00"], ["10050.00", "1.01"], ["123456789.00", "12,345.68"], ["-10050.00", "-1.01"], ["-1.00", "0.00"], ["999999999999999.99", "100,000,000,000.00"]])
    assert.equal(formatAmount(value, "wan"), shown);
});

test("days and times are shown as they were written, whatever the browser's time zone", () => {
  assert.equal(formatDay("2026-03-02", "zh"), "2026-03-02");
  assert.equal(formatDay("2026-03-02", "en"), "2 Mar 2026");
  assert.equal(formatDay(null, "zh"), "");
  assert.equal(formatTime("2026-03-02T08:15:00+08:00", "zh"), "2026-03-02 08:15");
  assert.equal(today(Date.parse("2026-03-01T17:00:00Z")), "2026-03-02");
  assert.equal(daysBetween("2026-02-27", "2026-03-02"), 3);
  assert.equal(daysBetween("2026-03-02", "2026-02-27"), -3);
});

test("counts, sizes and months", () => {
  assert.equal(formatCount(1857000), "1,857,000");
  assert.equal(formatBytes(73), "73 B");
  assert.equal(formatBytes(5 * 1024 * 1024), "5.0 MB");
  assert.equal(daysOfMonth("2028-02").length, 29);
  assert.equal(monthAfter("2026-12", 1), "2027-01");
  assert.equal(monthAfter("2026-01", -1), "2025-12");
});
