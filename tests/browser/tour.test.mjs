// The guided tour's task from end to end, through the pages alone: an open finding becomes money recovered, each step done by
// the person whose step it is, its papers in the matters.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, pageOf, settled, shoot, stage, visit, wellMade } from "./desk.mjs";

after(close);

test("from a finding to a confirmed recovery with its documents", { timeout: 600_000 }, async (context) => {
  const tour = {};
  const step = (name, login, work) => context.test(name, async () => {
    const page = await pageOf(login);
    await work(page);
    assert.deepEqual(page.wrong, []);
    await page.context().close();
  });
  const done = (page, act) => page.getByText(`已完成：${act}`).first().waitFor();
  const send = async (page, act) => {
    await page.getByRole("button", { name: `提交：${act}` }).click();
    await done(page, act);
  };
  /** An act that stands among others is chosen first. */
  const choose = async (page, act) => {
    const button = page.locator(".offers").getByRole("button", { name: act, exact: true });
    if (await button.count()) await button.click();
  };
  const bring = async (page, document, name) => {
    await page.locator(`input[type=file][data-document=${document}]`).setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(`${name}\n`) });
    await page.getByText(new RegExp(`${name.replace(".", "\\.")} \\(A\\d+\\)`)).first().waitFor();
  };

  await step("the first steps lead to findings", "wang", async (page) => {
    await visit(page, "/start");
    await page.getByRole("link", { name: /去办/ }).first().click();
    await page.waitForURL(/findings\?state=open&certain=true/);
  });
  await step("a violation is found, and why is seen", "wang", async (page) => {
    await visit(page, `/findings?state=open&net_at_least=20&provider=${stage.hospital[0]}`);
    for (const key of ["j", "Enter"]) await page.keyboard.press(key);
    await page.locator(".lines tr.is-blamed").first().waitFor();
    await page.locator(".tape-bar.is-subject").first().waitFor();
    await page.locator(".formula[open] .truth.holds").first().waitFor();
    await shoot(page, "tour-why");
    await wellMade(page, "pane with evidence");
    await page.keyboard.press("o");
    await page.getByText("已立案：").first().waitFor();
    tour.review = (await page.locator(".pane").getByText(/^finding_review-/).first().textContent()).trim();
  });
  await step("it is sent to the hospital", "wang", async (page) => {
    await visit(page, `/matters/${tour.review}`);
    await choose(page, "分办");
    await page.locator("#people-handler").fill("sun");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await send(page, "分办");
  });
  await step("the hospital explains", "wu", async (page) => {
    await visit(page, `/matters/${tour.review}`);
    await page.locator("#field-explanation").fill("计价有误，愿意退回。");
    await bring(page, "proof", "情况说明.txt");
    await send(page, "提交说明");
  });
  await step("it is examined", "sun", async (page) => {
    await visit(page, `/matters/${tour.review}`);
    await choose(page, "初审");
    await page.locator(".act-form").getByText("认定违规").click();
    await page.locator("#field-first_amount").fill("20.00");
    await page.locator("#field-first_reason").fill("不符合限定支付范围");
    await send(page, "初审");
  });
  await step("and again by another", "qian", async (page) => {
    await visit(page, `/matters/${tour.review}`);
    await choose(page, "复审");
    await page.locator(".act-form").getByText("同意初审").click();
    await send(page, "复审");
  });
  await step("it is decided, and a recovery opens", "zhou", async (page) => {
    await visit(page, `/matters/${tour.review}`);
    await choose(page, "定性");
    await page.locator(".act-form").getByText("认定违规").click();
    await page.locator("#field-decision_reason").fill("事实清楚，依据充分");
    await send(page, "定性");
    tour.recovery = (await page.getByText(/^recovery-/).first().textContent()).trim();
  });
  await step("the hospital is told what to return", "zhao", async (page) => {
    await visit(page, `/matters/${tour.recovery}`);
    await choose(page, "发出通知");
    for (const [name, value] of [["pool_amount", "20.00"], ["serious_amount", "0"], ["assistance_amount", "0"]]) await page.locator(`#field-${name}`).fill(value);
    await send(page, "发出通知");
  });
  await step("the money comes, and the recovery is over", "chu", async (page) => {
    await visit(page, `/matters/${tour.recovery}`);
    await choose(page, "登记到账");
    await page.locator("#field-payment").fill("20.00");
    await bring(page, "receipt", "入账凭证.txt");
    await send(page, "登记到账");
    await page.locator(".matter-head").getByText("已退清").waitFor();
    await page.locator(".files").getByText("入账凭证.txt").first().waitFor();
    await settled(page);
    await shoot(page, "tour-returned");
    await wellMade(page, "a recovery that is over");
  });
});
