// What the browser tests share: the stage, one browser, sessions of people, and the checks that hold on every page.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(path.join(ROOT, "web/package.json"));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const API = process.env.QIUHAO_URL ?? "http://127.0.0.1:18080";
const STAGE = process.env.QIUHAO_STAGE ?? path.join(ROOT, "build/stage/stage.json");
export const stage = JSON.parse(readFileSync(STAGE, "utf8"));
const SHOTS = path.join(ROOT, "build/screenshots");
mkdirSync(SHOTS, { recursive: true });

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** RFC 6238, six digits. */
export function totp(secret, at = Date.now()) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac("sha1", key).update(step).digest();
  const from = digest[19] & 15;
  return String((digest.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const used = new Map();
// Who settled the stage signed these people in with codes of that time.
const settledAt = Math.floor(statSync(STAGE).mtimeMs / 30_000);
/** A code that was not used yet; waits for the next step when it has to. */
export async function freshCode(login) {
  while (Math.floor(Date.now() / 30_000) <= (used.get(login) ?? settledAt)) await pause(500);
  used.set(login, Math.floor(Date.now() / 30_000));
  return totp(stage.people[login].secret);
}

export async function call(token, method, address, body) {
  const answer = await fetch(API + address, { method, headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Accept-Language": "en" }, body: body ? JSON.stringify(body) : undefined });
  const said = await answer.text();
  return { status: answer.status, body: said ? JSON.parse(said) : null };
}

const tokens = new Map();
/** A session of a person, one a run. */
export async function tokenOf(login) {
  if (tokens.has(login)) return tokens.get(login);
  const person = stage.people[login];
  for (let turn = 0; turn < 3; ++turn) {
    const code = person.secret ? await freshCode(login) : undefined;
    const answer = await fetch(`${API}/api/sessions`, { method: "POST", body: JSON.stringify({ login, password: person.password, ...(code ? { code } : {}) }) });
    const body = await answer.json();
    if (answer.ok) {
      tokens.set(login, body.token);
      return body.token;
    }
    assert.equal(body.code, "wrong_code", `${login}: ${JSON.stringify(body)}`);
  }
  assert.fail(`${login} cannot sign in`);
}

let browser;
const site = { url: API };
export async function open() {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
  return { browser, site };
}

export async function close() {
  await browser?.close();
  browser = undefined;
}

/** A page of a person (null: nobody is signed in), watched for what must not happen. */
export async function pageOf(login, { size = WIDE, look = "light", language = "zh", settings = {}, quiet = [] } = {}) {
  await open();
  const context = await browser.newContext({ viewport: size, locale: "zh-CN", timezoneId: "Asia/Shanghai", colorScheme: look, acceptDownloads: true, hasTouch: size === NARROW, reducedMotion: "reduce" });
  await context.addInitScript((kept) => { if (!localStorage.getItem("qiuhao.settings")) localStorage.setItem("qiuhao.settings", kept); }, JSON.stringify({ language, look: "system", ...settings }));
  if (login) {
    const { hostname } = new URL(site.url);
    await context.addCookies([{ name: "qiuhao-session", value: await tokenOf(login), domain: hostname, path: "/api", httpOnly: true, sameSite: "Strict" }]);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(1000 * Number(process.env.QIUHAO_PATIENCE ?? 30)); // a machine may be busy with builds
  page.wrong = [];
  page.inFlight = new Set();
  page.on("request", (request) => page.inFlight.add(request));
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => page.inFlight.delete(request));
  page.on("console", (message) => {
    const text = `${message.text()} ${message.location().url}`;
    if (message.type() === "error" && !quiet.some((pattern) => pattern.test(text))) page.wrong.push(text);
  });
  page.on("pageerror", (error) => page.wrong.push(`pageerror: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(site.url) && !/^(data|blob|chrome-extension):/.test(request.url())) page.wrong.push(`external request: ${request.url()}`);
  });
  page.site = site;
  return page;
}

/** Opens an address: the first time by loading the console, then as a link in it would. */
export async function visit(page, address) {
  if (page.url().startsWith(site.url)) await page.evaluate((to) => (history.pushState({}, "", to), dispatchEvent(new PopStateEvent("popstate"))), address);
  else await page.goto(site.url + address);
  await settled(page);
}

/** Nothing is being read any more. */
export async function settled(page) {
  for (let calm = 0; calm < 3; calm = page.inFlight.size === 0 ? calm + 1 : 0) await pause(25);
  await page.waitForFunction(() => !document.querySelector(".loading, .row-scroll[aria-busy=true], .ant-spin-spinning"));
}

export const shoot = (page, name) => page.screenshot({ path: path.join(SHOTS, `${name}.png`) });

/** No serious finding of axe-core, nothing wrong told, nothing wider than the window. */
export async function wellMade(page, where) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
  const serious = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
  const told = serious.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary.split("\n").slice(1, 2)}`).join(" | ")}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.deepEqual(told, [], `${where}: axe-core`);
  assert.deepEqual(page.wrong, [], `${where}: console and requests`);
  assert.ok(overflow <= 0, `${where}: ${overflow} pixels wider than the window`);
}
