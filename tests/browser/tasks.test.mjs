// The main tasks, by mouse and by keyboard, on the stage that seed.py built. They go on from each other's results as a day's
// work does, so they run in this order.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { call, close, freshCode, NARROW, open, pageOf, settled, shoot, stage, tokenOf, totp, visit, wellMade } from "./desk.mjs";

after(close);
const done = async (page) => { assert.deepEqual(page.wrong, []); await page.context().close(); };
const says = (page, text) => page.getByText(text).first().waitFor();
const task = (name, work) => test(name, { timeout: 600_000 }, work);

task("signs in by keyboard, with a one-time code when it is wanted", async () => {
  const page = await pageOf(null, { quiet: [/401/] });
  await page.goto((await open()).site.url);
  await page.locator("#login").fill("zhou");
  await page.keyboard.press("Tab");
  await page.keyboard.type("not the password");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await page.locator("#password").fill(stage.people.zhou.password);
  await page.keyboard.press("Enter");
  await page.locator("#code").waitFor();
  await page.keyboard.type(await freshCode("zhou"));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "总览" }).waitFor();
  await done(page);
});

task("a password for one sign-in is changed; codes are set up with a square code", async () => {
  const page = await pageOf(null, { quiet: [/401/] });
  await page.goto((await open()).site.url);
  await page.locator("#login").fill("shen");
  await page.locator("#password").fill(stage.people.shen.password);
  await page.keyboard.press("Enter");
  await page.locator("#old-password").fill(stage.people.shen.password);
  await page.locator("#fresh-password").fill("Autumn-Hair-2026-new");
  await page.locator("#again-password").fill("Autumn-Hair-2026-new");
  await shoot(page, "must-change-password");
  await page.keyboard.press("Enter");
  await page.locator(".rail").waitFor();
  await visit(page, "/account");
  await page.getByRole("button", { name: "设置验证码" }).click();
  await page.locator(".square-code").waitFor();
  const secret = (await page.locator(".secret").textContent()).replaceAll(" ", "");
  await shoot(page, "square-code");
  await wellMade(page, "square code");
  await page.locator("#first-code").fill(totp(secret));
  await page.getByRole("button", { name: "确认" }).click();
  await says(page, "恢复码");
  assert.ok((await page.locator(".recovery li").count()) >= 8);
  await shoot(page, "recovery-codes");
  await page.getByRole("button", { name: "我已保存好" }).click();
  await done(page);
});

task("findings by keyboard: next, read, open a review, close", async () => {
  const page = await pageOf("wang");
  await visit(page, "/findings?state=open");
  for (const key of ["j", "j", "k", "Enter"]) await page.keyboard.press(key);
  await page.locator(".pane").waitFor();
  await page.keyboard.press("j");
  const before = await page.locator(".row-line.is-current").textContent();
  await page.keyboard.press("o");
  await says(page, "已立案：");
  assert.notEqual(await page.locator(".row-line.is-current").textContent(), before);
  await page.locator(".row-line.is-current").getByText("复核中").waitFor();
  await page.locator(".pane").getByText("finding_review-2026-").first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".pane").waitFor({ state: "detached" });
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "first-filter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await says(page, "快捷键");
  await shoot(page, "shortcuts");
  await done(page);
});

task("reviews of several findings at once, by mouse", async () => {
  const page = await pageOf("wang");
  await visit(page, "/findings?state=open");
  for (const place of [4, 5, 6]) await page.locator(".row-line").nth(place).getByRole("checkbox").click();
  await page.getByRole("button", { name: "对 3 条立案复核" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "立案复核" }).click();
  await says(page, "已立案 3 件");
  await done(page);
});

task("views and columns are remembered; filters stand in the address", async () => {
  const page = await pageOf("wang");
  await visit(page, "/findings");
  await page.locator("#first-filter").fill("R0122");
  await page.waitForURL(/rule=R0122/);
  await settled(page);
  await page.getByRole("button", { name: "常用视图" }).click();
  await page.getByPlaceholder("视图名称").fill("级别");
  await page.getByRole("button", { name: "保存当前视图" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "显示列" }).click();
  await page.getByRole("checkbox", { name: "审核批次" }).check();
  await page.goto((await open()).site.url + "/findings");
  await settled(page);
  await page.getByRole("columnheader", { name: "审核批次" }).waitFor();
  await page.getByRole("button", { name: "常用视图" }).click();
  await page.getByRole("button", { name: "级别", exact: true }).click();
  await page.waitForURL(/rule=R0122/);
  await done(page);
});

task("the list scrolls to its end, holding only what is in sight", async () => {
  const page = await pageOf("wei");
  await visit(page, "/findings");
  const scroller = page.locator(".row-scroll");
  for (let turn = 0; turn < 60; ++turn) {
    const rows = await scroller.getAttribute("aria-rowcount");
    await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await settled(page);
    if (rows !== "-1") break;
  }
  assert.ok(Number(await scroller.getAttribute("aria-rowcount")) > 1000);
  assert.ok((await page.locator(".row-line").count()) < 80);
  assert.equal(await page.locator(".row-line .skeleton").count(), 0);
  await done(page);
});

task("matters are assigned in bulk", async () => {
  const page = await pageOf("wang");
  await visit(page, "/matters?kind=finding_review&state=waiting");
  for (const place of [0, 1]) await page.locator(".row-line").nth(place).getByRole("checkbox").click();
  await page.getByRole("button", { name: "分办（2 件）" }).click();
  await page.locator("#people-handler").fill("qian");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await shoot(page, "bulk-assign");
  await page.getByRole("dialog").getByRole("button", { name: "提交：分办" }).click();
  await says(page, "办成 2 件");
  await done(page);
});

task("on a telephone, a hospital explains a finding with a paper", async () => {
  const page = await pageOf("wu", { size: NARROW });
  await visit(page, "/");
  await page.getByRole("link", { name: "去说明" }).first().click();
  await page.locator("#field-explanation").fill("经核实，患者确有使用指征，病程记录第三页有记载。");
  await page.locator("input[type=file][data-document=proof]").setInputFiles({ name: "病程记录.txt", mimeType: "text/plain", buffer: Buffer.from("病程记录\n") });
  await page.getByText(/病程记录\.txt \(A\d+\)/).first().waitFor();
  await shoot(page, "explain-narrow");
  await page.getByRole("button", { name: "提交：提交说明" }).click();
  await says(page, "已完成：提交说明");
  await page.getByRole("button", { name: "病程记录.txt" }).click();
  await page.locator(".preview pre").waitFor();
  await done(page);
});

task("an examiner is told what is wrong at the form, mends it, and goes on", async () => {
  const page = await pageOf("qian");
  await visit(page, `/matters/${stage.own[10]}`);
  await page.locator(".act-form").getByText("认定违规").click();
  await page.locator("#field-first_amount").fill("99999999");
  await page.locator("#field-first_reason").fill("无医嘱");
  page.wrong.length = 0;
  await page.getByRole("button", { name: "提交：初审" }).click();
  await says(page, "初审金额应在零到疑点金额之间");
  await shoot(page, "refused-at-the-form");
  page.wrong = page.wrong.filter((line) => !/422/.test(line));
  await page.locator("#field-first_amount").fill("10.00");
  await page.getByRole("button", { name: "提交：初审" }).click();
  await says(page, "已完成：初审");
  await done(page);
});

task("a decision asks for a fresh code and then goes on by itself", async () => {
  const page = await pageOf("zhou", { quiet: [/403/] });
  let isFirst = true;
  await page.route("**/acts", (route) => {
    if (!isFirst) return route.continue();
    isFirst = false;
    return route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "403", status: 403, code: "code_is_not_fresh", detail: "需要动态口令", errors: [] }) });
  });
  await visit(page, `/matters/${stage.own[4]}`);
  await page.getByRole("button", { name: "定性" }).click();
  await page.locator(".act-form").getByText("认定违规").click();
  await page.locator("#field-decision_reason").fill("事实清楚");
  await page.getByRole("button", { name: "提交：定性" }).click();
  await page.locator("#fresh-code").waitFor();
  await shoot(page, "fresh-code");
  await page.locator("#fresh-code").fill(await freshCode("zhou"));
  await page.keyboard.press("Enter");
  await says(page, "已完成：定性");
  await page.getByText("recovery-2026-").first().waitFor();
  await done(page);
});

task("a masked value is seen for a reason, which the trail keeps", async () => {
  const page = await pageOf("qian");
  await visit(page, `/matters/${stage.others[0]}`);
  await page.getByRole("button", { name: "查看原文" }).first().click();
  await page.locator("#look-why").fill("核对参保人身份");
  await shoot(page, "look");
  await page.getByRole("dialog").getByRole("button", { name: "查看原文" }).click();
  assert.match(await page.locator(".clear-value").textContent(), /^[0-9a-f]{24}$/);
  await done(page);
  const trail = await call(await tokenOf("jiang"), "GET", `/api/trail?subject=${stage.others[0]}/patient`);
  assert.equal(trail.body.acts[0].why, "核对参保人身份");
});

task("an administrator adds a user; the password is shown once; another approves the role", async () => {
  const page = await pageOf("root");
  await visit(page, "/admin/users");
  await page.getByRole("button", { name: "新增用户" }).click();
  await page.locator("#user-login").fill("lin");
  await page.locator("#user-name").fill("林新人");
  await page.locator("#user-organisation").fill("C1");
  await page.getByRole("dialog").getByRole("button", { name: "新增用户" }).click();
  await says(page, "已新增 lin");
  await page.getByRole("button", { name: "操作 lin" }).click();
  await page.getByRole("menuitem", { name: "重置密码" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "重置密码" }).click();
  await page.locator(".secret").waitFor();
  await shoot(page, "password-once");
  await page.getByRole("button", { name: "我已保存好" }).click();
  await visit(page, "/admin/grants");
  await page.getByRole("button", { name: "提请授予" }).click();
  await page.locator("#grant-login").fill("lin");
  await page.locator("#grant-role").fill("查阅");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "提请授予" }).click();
  await says(page, "已提请");
  await done(page);
  const other = await pageOf("guard");
  await visit(other, "/admin/grants");
  await other.getByRole("row", { name: /lin/ }).getByRole("button", { name: "批准", exact: true }).click();
  await other.locator("#why").fill("任职文件");
  await other.getByRole("dialog").getByRole("button", { name: "批准" }).click();
  await says(other, "已处理");
  await done(other);
});

task("the trail is searched, shows what changed, and is verified", async () => {
  const page = await pageOf("jiang");
  await visit(page, "/trail?subject=user:wang");
  await page.getByRole("button", { name: "变更内容" }).first().click();
  await page.locator(".difference dd").first().waitFor();
  await page.getByRole("button", { name: "校验全部记录" }).click();
  await says(page, "记录完整");
  await shoot(page, "trail-verified");
  await wellMade(page, "trail with differences");
  await done(page);
});

task("findings are exported as they are filtered", async () => {
  const page = await pageOf("chen");
  await visit(page, "/findings?rule=R0122");
  await page.getByRole("button", { name: "导出" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "导出 CSV" }).click();
  assert.match((await coming).suggestedFilename(), /^findings-.*\.csv$/);
  await done(page);
});

task("a notice is marked as read, and amounts are shown in 万元", async () => {
  const page = await pageOf("sun", { settings: { unit: "wan" } });
  await visit(page, "/notices");
  const before = await page.locator(".notice").count();
  await page.getByRole("button", { name: "标为已读" }).first().click();
  await page.waitForFunction((count) => document.querySelectorAll(".notice").length < count, before);
  await visit(page, "/findings");
  const [shown, exact] = await page.locator(".row-line .amount").first().evaluate((one) => [one.textContent, one.title]);
  assert.match(shown, /^\d\.\d\d$/);
  assert.match(exact, /^\d{1,3},\d{3}\.\d\d 元$/);
  await done(page);
});

task("what a role may not do is not shown, and refused when tried", async () => {
  const page = await pageOf("wei");
  await visit(page, "/findings?state=open");
  await page.locator(".row-line").first().click();
  await page.locator(".pane").waitFor();
  assert.equal(await page.getByRole("button", { name: /立案复核|导出/ }).count(), 0);
  assert.equal(await page.locator(".rail").getByText("管理").count(), 0);
  await done(page);
  const tried = await call(await tokenOf("wei"), "POST", "/api/matters", { kind: "finding_review", subject: "X", region: stage.region, action: "register", fields: {} });
  assert.equal(tried.status, 403);
});
