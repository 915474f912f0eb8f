// The 劳资专管员 of a firm sends the four files of a month, sees what differs, signs, and prints a worker's slip.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";
import { MONTH, MONTH_NAME, payroll, wageFiles } from "../fixtures/wages";
import { openAs } from "../pages/official-page";

/** Nobody is signed in before the door opens. */
const DOOR = [/ 401 /, /status of 401/];
/** Sites of the firm that have sent nothing yet, one for each screen. */
const SITES: Record<string, number> = { phone: 23, desktop: 34 };

async function expectNoViolations(page: Page) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])).toEqual([]);
}

test("a month is sent, compared and signed", async ({ page, trouble }, { project }) => {
    trouble.expect(...DOOR);
    const site = `/official/projects/${SITES[project.name]}/payroll`;
    await openAs(page, "demo-firm", site);
    await expectNoViolations(page);
    await page.getByRole("link", { name: MONTH_NAME, exact: true }).click();
    await expect(page.getByText("这个月还没有文件")).toBeVisible();
    await page.getByRole("link", { name: "上传文件" }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`上传${MONTH_NAME}的文件`);

    // A wrong sum is refused with its cell, and nothing is stored.
    await page.getByLabel("工资支付表").setInputFiles(payroll(5900));
    await page.getByRole("button", { name: "检查文件" }).click();
    const refused = page.getByRole("region", { name: "被拒绝的行" });
    await expect(refused.getByRole("row")).toHaveCount(4);
    await expect(refused).toContainText("G 实发工资");
    await expectNoViolations(page);

    for (const [label, file] of Object.entries(wageFiles())) await page.getByLabel(label).setInputFiles(file);
    await page.getByRole("button", { name: "检查文件" }).click();
    await expect(page.getByText("检查完了，还没有写入。")).toBeVisible();
    await expectNoViolations(page);
    await page.getByRole("button", { name: "确认写入" }).click();
    await page.getByRole("link", { name: "看逐人比对" }).click();

    // What differs comes first, with its reason.
    const workers = page.getByRole("region", { name: "逐人比对" }).locator("tbody tr");
    await expect(workers).toHaveCount(4);
    await expect(workers.nth(0)).toContainText(/少发|有考勤但不在工资表上/);
    await expect(workers.nth(1)).toContainText(/少发|有考勤但不在工资表上/);
    await expect(workers.nth(2)).toContainText("一致");
    await expectNoViolations(page);

    // A disputed quantity stands beside the wages and hides nothing.
    await page.getByText("登记计量单").click();
    const quantity = { 班组: "一班", 做了什么: "三层墙体砌筑", 数量: "120.5", 单位: "立方米", "单价（元）": "180" };
    for (const [label, text] of Object.entries(quantity)) await page.getByLabel(label, { exact: true }).fill(text);
    await page.getByRole("button", { name: "登记", exact: true }).click();
    await page.getByText("登记班组的答复").click();
    await page.getByLabel(/^答复/).selectOption("班组有争议");
    await page.getByLabel("代表班组的人").fill("示例班组长");
    await page.getByLabel("争议是什么").fill("少算了二层的量");
    await page.getByRole("button", { name: "登记答复" }).click();
    await expect(page.getByText("还有1人的工资没有发清，要照发；1份计量单有争议")).toBeVisible();
    await expectNoViolations(page);

    await page.getByRole("button", { name: "核对无误，签认" }).click();
    await expect(page.getByText("已签认")).toBeVisible();
    await page.goto(`/official/payroll?month=${MONTH}&only=different`);
    await expect(page.getByRole("region", { name: "工资支付" }).getByRole("row").nth(1)).toContainText("示例劳资员");
    await expectNoViolations(page);
});

test("a worker's slip is printed, and a full number is opened for a purpose", async ({ page, trouble }) => {
    trouble.expect(...DOOR, / 422 /, /status of 422/);
    await openAs(page, "demo-firm", "/official/projects/1/payroll");
    await page.getByRole("row", { name: /按时发清/ }).first().getByRole("link").first().click();
    await page.getByRole("region", { name: "逐人比对" }).getByRole("link").first().click();
    const slip = page.getByRole("article");
    await expect(slip).toContainText("应发工资");
    await expect(slip).toContainText(/\*{8}/);
    await expectNoViolations(page);
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("navigation", { name: "工作台" })).toBeHidden();
    await expect(slip).toBeVisible();
    await page.emulateMedia({ media: "screen" });

    await page.getByRole("button", { name: "查看完整号码" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "查看" }).click();
    await expect(dialog.getByRole("alert")).toBeVisible();
    await expectNoViolations(page);
    await dialog.getByLabel("用途").fill("核对退回的工资");
    await dialog.getByRole("button", { name: "查看" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.locator(".secret")).toHaveText(/^\d{17}[\dX]$/);
    await expect(page.getByRole("region", { name: "查看记录", exact: true })).toContainText("核对退回的工资");
    await page.getByRole("button", { name: "遮住" }).click();
    await expect(page.locator(".secret")).toHaveCount(0);
});
