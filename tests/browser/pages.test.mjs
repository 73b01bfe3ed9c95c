// Every page is opened, at both widths, light and dark, and in English; each is held against axe-core and drawn as a file.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, NARROW, pageOf, settled, shoot, stage, visit, WIDE, wellMade } from "./desk.mjs";

const decided = stage.own[0];
async function personOfFirst(page) {
  await page.locator(".row-line").first().click();
  await page.getByRole("link", { name: /^(参保人画像|Insured person)$/ }).click();
  await page.locator(".tape").waitFor();
}
const PAGES = [
  ["overview", "wang", "/"],
  ["provider", "wang", `/providers/${stage.hospital[0]}`],
  ["person", "wang", "/findings?state=open", personOfFirst],
  ["start", "wu", "/start"],
  ["exceptions", "qian", "/admin/exceptions"],
  ["services", "guard", "/admin/services"],
  ["findings", "wang", "/findings"],
  ["findings-pane", "wang", "/findings?state=open", async (page) => { await page.locator(".row-line").nth(2).click(); await page.locator(".formula").first().waitFor(); }],
  ["findings-empty", "wei", "/findings?rule=R9999"],
  ["matters", "qian", "/matters"],
  ["matters-mine-empty", "wei", "/matters?whose=mine"],
  ["board", "wang", "/matters/board?kind=finding_review"],
  ["calendar", "wang", "/matters/calendar"],
  ["kinds", "wei", "/matters/kinds?kind=finding_review"],
  ["open-matter", "zhao", "/matters/open"],
  ["matter-deciding", "zhou", `/matters/${stage.own[4]}`],
  ["matter-examining", "qian", `/matters/${stage.own[11]}`],
  ["matter-decided", "wei", `/matters/${decided}`, (page, size) => size === WIDE && page.getByRole("button", { name: /流程图|Workflow/ }).click()],
  ["notices", "qian", "/notices"],
  ["users", "root", "/admin/users"],
  ["grants", "guard", "/admin/grants"],
  ["roles", "root", "/admin/roles"],
  ["organisations", "root", "/admin/organisations"],
  ["relations", "guard", "/admin/relations"],
  ["trail", "jiang", "/trail"],
  ["account", "wei", "/account"],
  ["lost", "wei", "/nowhere"],
  ["portal", "wu", "/"],
  ["portal-findings", "wu", "/findings"],
  ["portal-matter", "wu", `/matters/${stage.own[15]}`],
  ["sign-in", null, "/"],
  ["public", null, "/public"],
  ["public-progress", null, "/public/progress"],
  ["public-answers", null, "/public/answers"],
];
const TURNS = [
  ["wide-light", { size: WIDE, look: "light" }],
  ["narrow-light", { size: NARROW, look: "light" }],
  ["wide-dark", { size: WIDE, look: "dark" }],
  ["narrow-dark-en", { size: NARROW, look: "dark", language: "en" }],
];

after(close);

/** Words of the frame itself; what the server says, of cities and in Chinese, is left out. */
const hanInFrame = (page) => page.evaluate(() => {
  const own = ".rail, .top, .page-header, .filters, .row-head, .section > h2, .facts dt, button, .tabs, .state, .sign-in-card";
  const found = [];
  for (const element of document.querySelectorAll(own)) {
    const copy = element.cloneNode(true);
    for (const part of copy.querySelectorAll("[lang=zh], .figures, .ant-select-selection-item, .file-name")) part.remove();
    if (!element.closest("[lang=zh], .file-name") && /\p{Script=Han}/u.test(copy.textContent)) found.push(copy.textContent.slice(0, 60));
  }
  return found;
});

for (const [turn, options] of TURNS)
  test(`pages, ${turn}`, { timeout: 400_000 }, async (context) => {
    const open = new Map();
    for (const [name, login, address, prepare] of PAGES)
      await context.test(name, async () => {
        const whose = login ?? address; // the public's pages are no links of the sign-in page
        if (!open.has(whose)) open.set(whose, await pageOf(login, { ...options, quiet: login ? [] : [/401/] }));
        const page = open.get(whose);
        page.wrong.length = 0;
        await visit(page, address);
        if (prepare) await prepare(page, options.size);
        await settled(page);
        await shoot(page, `${name}-${turn}`);
        await wellMade(page, name);
        if (options.language === "en") assert.deepEqual(await hanInFrame(page), [], "Chinese in the English frame");
      });
    for (const page of open.values()) await page.context().close();
  });
