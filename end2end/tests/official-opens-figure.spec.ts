// Every figure of the dashboard opens exactly as many rows as it says; the list is worked by keyboard, and a project is
// changed with its history.
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

/** Follow the pages of the list to its end, and count the rows. */
async function countRows(page: Page): Promise<number> {
    let rows = 0;
    for (;;) {
        rows += await page.locator("table.projects tbody tr").count();
        const next = page.getByRole("link", { name: "下一页" });
        if (!await next.count()) return rows;
        const before = page.url();
        await next.click();
        await expect(page).not.toHaveURL(before);
        await expect(page.locator(".loaded")).toHaveAttribute("aria-busy", "false");
    }
}

test("each figure opens exactly as many rows as it says", async ({ page, trouble }) => {
    trouble.expect(...DOOR);
    await openAs(page, "demo-office", "/official");
    await expect(page.locator(".figure")).toHaveCount(10);
    await expectNoViolations(page);
    const links = await page.locator(".figure .big a, .figure .rows a").evaluateAll((all) =>
        all.map((link) => ({ href: link.getAttribute("href")!, says: Number(link.textContent!.match(/\d+/)![0]) })));
    expect(links.length).toBeGreaterThan(10);
    for (const { href, says } of links) {
        await page.goto(href);
        await expect(page.locator(".total")).toHaveText(`${says}个项目`);
        expect(await countRows(page), href).toBe(says);
    }
});

test("the list is worked by keyboard, and its filter stands in the address", async ({ page, trouble }) => {
    trouble.expect(...DOOR);
    await openAs(page, "demo-office", "/official/projects");
    await page.getByLabel("街道").selectOption("河口镇");
    await expect(page).toHaveURL(/street=/);
    await expectNoViolations(page);
    const names = page.locator("table.projects tbody a");
    await names.first().focus();
    await page.keyboard.press("ArrowDown");
    await expect(names.nth(1)).toBeFocused();
    const name = await names.nth(1).textContent();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name!);
    await expectNoViolations(page);
});

test("a change of a project keeps what was", async ({ page, trouble }, { project }) => {
    trouble.expect(...DOOR, / 422 /, /status of 422/);
    await openAs(page, "demo-office", `/official/projects/${project.name === "phone" ? 31 : 32}`);
    await page.getByRole("button", { name: "修改" }).click();
    await page.getByLabel("工资支付日").fill("32");
    await page.getByRole("button", { name: "保存" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await page.getByLabel("工资支付日").fill("18");
    await page.getByRole("button", { name: "保存" }).click();
    const history = page.getByRole("region", { name: "改动记录" });
    await expect(history.getByRole("row").nth(1)).toContainText("工资支付日");
    await expect(history.getByRole("row").nth(1)).toContainText("18");
});

test("the wall shows the same figures", async ({ page, trouble }) => {
    trouble.expect(...DOOR);
    await openAs(page, "demo-audit", "/official/wall");
    await expect(page.locator(".wall .shares li")).toHaveCount(7);
    await expectNoViolations(page);
});
