// What goes wrong in real life: the server away, the session over, two people on one matter, slow lines, long names.
import assert from "node:assert/strict";
import { loadavg } from "node:os";
import { after, test } from "node:test";
import { call, close, NARROW, open, pageOf, settled, shoot, stage, tokenOf, visit, wellMade } from "./desk.mjs";

after(close);
const trouble = (name, work) => test(name, { timeout: 600_000 }, work);

trouble("the server goes away and comes back by itself", async () => {
  const page = await pageOf("wei", { quiet: [/ERR_EMPTY_RESPONSE|ERR_CONNECTION|Failed to load resource/] });
  await visit(page, "/findings");
  await page.route("**/api/**", (route) => route.abort("connectionrefused"));
  await page.locator("#first-filter").fill("R0117");
  await page.locator(".away").waitFor();
  await shoot(page, "server-away");
  await page.unroute("**/api/**");
  await page.locator(".away").waitFor({ state: "detached", timeout: 30_000 });
  await page.locator(".row-line").first().getByText("R0117").waitFor();
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

trouble("the session ends while somebody types; signing in again keeps the words and sends them", async () => {
  const page = await pageOf("he", { size: NARROW, quiet: [/401/] });
  await visit(page, "/");
  await page.getByRole("link", { name: "去说明" }).first().click();
  await page.locator("#field-explanation").fill("处方齐全，请见附件。");
  await page.locator("input[type=file][data-document=proof]").setInputFiles({ name: "处方.txt", mimeType: "text/plain", buffer: Buffer.from("处方\n") });
  await page.getByText(/处方\.txt \(A\d+\)/).first().waitFor();
  assert.equal((await call(await tokenOf("he"), "DELETE", "/api/session")).status, 204);
  await page.getByRole("button", { name: "提交：提交说明" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("登录已结束").waitFor();
  await shoot(page, "session-over");
  assert.equal(await page.locator("#field-explanation").inputValue(), "处方齐全，请见附件。");
  await dialog.locator("#password").fill(stage.people.he.password);
  await page.keyboard.press("Enter");
  await page.getByText("已完成：提交说明").waitFor();
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

trouble("two people on one matter: the second is told who was quicker, and keeps what was typed", async () => {
  const number = stage.own[8]; // waits for the second examination
  const page = await pageOf("sun", { quiet: [/409/] });
  await visit(page, `/matters/${number}`);
  await page.locator(".act-form").getByText("同意初审").click();
  await page.locator("#act-note").fill("同意，请核对金额");
  const zhou = await tokenOf("zhou");
  const moved = await call(zhou, "POST", `/api/matters/${number}/acts`, { action: "prolong" });
  assert.equal(moved.status, 200, JSON.stringify(moved.body));
  await page.getByRole("button", { name: "提交：复审" }).click();
  await page.getByText("有人先一步办理了").waitFor();
  await page.locator(".ant-alert").getByText(/zhou/).waitFor();
  assert.equal(await page.locator("#act-note").inputValue(), "同意，请核对金额");
  await settled(page);
  await shoot(page, "somebody-was-quicker");
  await page.getByRole("button", { name: "提交：复审" }).click();
  await page.getByText("已完成：复审").waitFor();
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

trouble("a slow line shows that something is being read", async () => {
  const page = await pageOf("wei");
  await page.route("**/api/matters/counts*", async (route) => { await new Promise((go) => setTimeout(go, 1200)); await route.continue(); });
  await visit(page, "/findings");
  await page.locator(".place", { hasText: "事项" }).click();
  await page.getByRole("link", { name: "看板" }).click();
  await page.locator(".loading").waitFor();
  await shoot(page, "slow");
  await page.locator(".board-card").first().waitFor();
  await page.context().close();
});

trouble("long names fit", async () => {
  for (const size of [undefined, NARROW]) {
    const page = await pageOf("wei", { ...(size ? { size } : {}) });
    const long = "秋浦市某某区某某街道社区卫生服务中心联合体附属康复与慢性病长期护理医疗集团第三分院（原市立医院东院区）".repeat(2);
    await page.route(/\/api\/findings/, async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      for (const one of body.findings ?? [body]) Object.assign(one, { provider_name: long, rule_name: long, item_name: `${long}mg`, net: "123456789012.34", gross: "123456789012.34" });
      await route.fulfill({ response: answer, json: body });
    });
    await visit(page, "/findings");
    await page.locator(".row-line").nth(1).click();
    await settled(page);
    await shoot(page, `long-names-${size ? "narrow" : "wide"}`);
    await wellMade(page, "long names");
    await page.context().close();
  }
});

trouble("no inline script, the policy is sent, and the first page is there in time", async () => {
  const { site } = await open();
  const answer = await fetch(site.url);
  assert.match(answer.headers.get("content-security-policy"), /script-src 'self';.*frame-ancestors 'none'/);
  assert.doesNotMatch(await answer.text(), /<script(?![^>]*\bsrc=)/);
  const page = await pageOf("wang");
  const begun = Date.now();
  await page.goto(site.url + "/findings");
  await page.locator(".row-line .amount").first().waitFor();
  const took = Date.now() - begun;
  console.log(`first page ready in ${took} ms (load ${loadavg()[0].toFixed(1)})`);
  if (loadavg()[0] < 2) assert.ok(took < 1500, `${took} ms`);
  await page.context().close();
});

trouble("it works at 200 %", async () => {
  const page = await pageOf("wang", { size: { width: 720, height: 450 } });
  await visit(page, "/findings");
  await shoot(page, "at-200-percent");
  await wellMade(page, "at 200 %");
  await page.context().close();
});
