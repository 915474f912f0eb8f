import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";
import { openAs } from "../pages/official-page";

/** Nobody is signed in before the door opens. */
const DOOR = [/ 401 /, /status of 401/];

async function expectNoViolations(page: Page) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])).toEqual([]);
}

/** What must be stored, as a section of the page says it. */
const due = (page: Page, section: string) => page.getByRole("region", { name: section }).locator(".deposit-sum b");

test("an officer tries other conditions and reads why the sum changes", async ({ page, trouble }) => {
    trouble.expect(...DOOR);
    await openAs(page, "demo-office", "/official/projects/4/deposit");
    const tried = page.getByRole("region", { name: "试算" });
    const before = await due(page, "试算").textContent();
    await tried.getByLabel("合同额（元）").fill("50,000,000");
    await tried.getByLabel("最近一次欠薪（没有可不填）").fill("");
    await tried.getByLabel("其他在建工程数").fill("0");
    await tried.getByLabel("在本地区最早开工（没有可不填）").fill("");
    await expect(due(page, "试算")).toHaveText("1,000,000元");
    await tried.getByLabel("在严重失信主体名单内").check();
    await expect(due(page, "试算")).toHaveText("2,000,000元");
    await expect(tried.getByRole("listitem").filter({ hasText: "列入严重失信主体名单" })).toContainText("第十二条");
    await tried.getByLabel("合同额（元）").fill("五千万");
    await expect(tried.getByText("金额应为数字")).toBeVisible();
    await tried.getByRole("button", { name: "恢复为登记的情况" }).click();
    await expect(due(page, "试算")).toHaveText(before!);
    await expectNoViolations(page);
});

test("an officer assesses a deposit and records that it was stored", async ({ page, trouble }, { project }) => {
    trouble.expect(...DOOR, / 409 /, /status of 409/, / 422 /, /status of 422/);
    const site = project.name === "phone" ? 2 : 3;
    await openAs(page, "demo-office", `/official/projects/${site}/deposit`);
    const next = page.getByRole("region", { name: "登记下一步" });
    await next.getByRole("button", { name: "登记" }).click();
    await expect(page.getByText("应存未存", { exact: true })).toBeVisible();
    await expect(page.getByRole("region", { name: "办理记录" }).getByRole("listitem")).toHaveCount(1);

    await next.getByRole("button", { name: "登记" }).click();
    await expect(next.getByRole("alert")).toContainText("请选择存储形式");
    await next.getByLabel("存储形式").selectOption("银行保函");
    await next.getByLabel("银行、担保公司或保险公司").fill("示例银行");
    await next.getByLabel("账号或保函、保单编号").fill("BH0001");
    await next.getByLabel("有效期至").fill("2031-12-31");
    await next.getByRole("button", { name: "登记" }).click();
    await expect(page.getByText("已存储", { exact: true })).toBeVisible();

    await page.getByRole("link", { name: "索赔通知" }).click();
    await expect(page.getByRole("heading", { name: "农民工工资保证金保函索赔通知" })).toBeVisible();
    await expect(page.getByText("示例银行：")).toBeVisible();
});

test("an auditor reads what expires first and can change nothing", async ({ page, trouble }) => {
    trouble.expect(...DOOR);
    await openAs(page, "demo-audit", "/official/deposits");
    await page.getByRole("link", { name: "60天内到期的保函" }).click();
    await expect(page).toHaveURL(/expires_by=/);
    await expect(page.getByRole("row").nth(1)).toContainText("最后可索赔");
    await expectNoViolations(page);
    await page.getByRole("row").nth(1).getByRole("link").click();
    await expect(page.getByRole("heading", { name: "工资保证金" })).toBeVisible();
    await expect(page.getByRole("region", { name: "办理记录" }).getByRole("listitem")).not.toHaveCount(0);
    await expect(page.getByRole("region", { name: "登记下一步" })).toHaveCount(0);
});
