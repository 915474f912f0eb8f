import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { PASSWORD, signIn } from "../fixtures/official";
import { expect, test } from "../fixtures/test";

async function accessible(page: Page) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

test("whoever is not signed in comes to the door and then to the page asked for", async ({ page, trouble }) => {
    trouble.expect(/401/);
    await page.goto("/official/audit?actor=demo-audit");
    await expect(page.getByRole("heading", { name: "工作人员登录" })).toBeVisible();
    await accessible(page);
    await page.getByLabel("账号").fill("demo-audit");
    await page.getByLabel("密码", { exact: true }).fill("nonsense");
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.getByRole("alert")).toContainText("账号或密码不对");
    await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.getByRole("heading", { name: "操作记录" })).toBeVisible();
    await expect(page.getByRole("cell", { name: "demo-audit" }).first()).toBeVisible();
    await accessible(page);
});

test("the navigation shows what the role may do, and signing out ends it", async ({ page }) => {
    await signIn(page, "demo-street", "/official/account");
    const navigation = page.getByRole("navigation", { name: "工作台" });
    await expect(navigation.getByRole("link", { name: "我的账号" })).toBeVisible();
    await expect(navigation.getByRole("link", { name: "账号管理" })).toHaveCount(0);
    await expect(navigation.getByRole("link", { name: "操作记录" })).toHaveCount(0);
    await accessible(page);
    await page.getByRole("button", { name: "退出", exact: true }).click();
    await expect(page.getByRole("heading", { name: "工作人员登录" })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("heading", { name: "工作人员登录" })).toBeVisible();
});

test("an administrator adds an account, and its password is shown once", async ({ page }, { workerIndex, project }) => {
    const name = `new-${project.name.length}-${workerIndex}-${Date.now() % 1e6}`;
    await signIn(page, "demo-admin", "/official/users");
    await page.getByRole("button", { name: "新增账号" }).click();
    await expect(page.getByRole("alert")).toContainText("有内容需要改一下");
    await page.locator("#name").fill(name);
    await page.getByLabel("姓名").fill("示例新人");
    await page.getByLabel("角色").selectOption("auditor");
    await page.getByRole("button", { name: "新增账号" }).click();
    await expect(page.locator(".secret")).toHaveText(/^M/);
    await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("审计");
    await accessible(page);
    page.once("dialog", (dialog) => dialog.accept());
    await page.getByRole("row", { name: new RegExp(name) }).getByRole("button", { name: "停用" }).click();
    await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("启用");
});
