import { expect, type Page } from "@playwright/test";

/** The password of every account of the demo district. */
const PASSWORD = "Shi-Li-Qu-2026";

/** Open a page of the officials' area, through its door. */
export async function openAs(page: Page, account: string, path: string): Promise<void> {
    await page.goto(path);
    await page.getByLabel("账号").fill(account);
    await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.getByRole("navigation", { name: "工作台" })).toBeVisible();
}
