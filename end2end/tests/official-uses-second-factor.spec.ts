import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { createHmac } from "node:crypto";
import { signIn } from "../fixtures/official";
import { expect, test } from "../fixtures/test";

async function accessible(page: Page) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

/** What the phone shows so many steps from now (RFC 6238). */
function code(secret: string, ahead = 0): string {
    const bits = [...secret.replaceAll(" ", "")]
        .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
        .join("");
    const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
    const hash = createHmac("sha1", key).update(counter).digest();
    const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, "0");
}

async function fillIn(page: Page, name: string, password: string) {
    await page.getByLabel("账号").fill(name);
    await page.getByLabel("密码", { exact: true }).fill(password);
}

test("an official turns the second factor on and signs in with it", async ({ page, trouble }, { workerIndex, project }) => {
    trouble.expect(/401/);
    const name = `two-${project.name.length}-${workerIndex}-${Date.now() % 1e6}`;
    await signIn(page, "demo-admin", "/official/users");
    await page.locator("#name").fill(name);
    await page.getByLabel("姓名").fill("示例新人");
    await page.getByLabel("角色").selectOption("labour");
    await page.getByRole("button", { name: "新增账号" }).click();
    const password = (await page.locator(".secret").textContent())!;
    await page.getByRole("button", { name: "退出", exact: true }).click();

    await page.goto("/official/account");
    await fillIn(page, name, password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByLabel("登录密码").fill(password);
    await page.getByRole("button", { name: "开启两步验证" }).click();
    const secret = (await page.locator(".secret").textContent())!;
    await expect(page.getByRole("img", { name: /两步验证的二维码/ })).toBeVisible();
    await accessible(page);
    await page.getByLabel("验证码", { exact: true }).fill(code(secret));
    await page.getByRole("button", { name: "核对并开启" }).click();
    await expect(page.locator(".codes li")).toHaveCount(10);
    const [recovery] = await page.locator(".codes li").allTextContents();
    await accessible(page);
    await page.getByRole("button", { name: "已经保存好了" }).click();
    await expect(page.locator("#second-factor")).toContainText("备用码还剩10个");
    await page.getByRole("button", { name: "退出", exact: true }).click();

    await fillIn(page, name, password);
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.getByRole("alert")).toContainText("还差验证码");
    await accessible(page);
    await page.getByLabel("验证码", { exact: true }).fill(code(secret, 1));
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.locator("#second-factor")).toContainText("已开启");
    await page.getByRole("button", { name: "退出", exact: true }).click();

    // The field is there from the start now; a recovery code does as well.
    await fillIn(page, name, password);
    await page.getByLabel("验证码", { exact: true }).fill(recovery);
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.locator("#second-factor")).toContainText("备用码还剩9个");
});
