// Anyone looks an employer up in the list of wage defaulters, and reads why it is there and how it leaves; an official
// sees what waits for a second one.
import { DOOR, expectAccessible, signIn } from "../fixtures/official";
import { expect, GONE, test } from "../fixtures/test";

const TITLE = "拖欠农民工工资失信联合惩戒对象名单";

test("the list says what it holds, since when, and how to ask", { tag: "@plain" }, async ({ page }) => {
    await page.goto("/");
    await page.getByRole("link", { name: "失信名单" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
    await expect(page.getByText(/截至\d+年\d+月\d+日，示例区的名单上共有\d+条/)).toBeVisible();
    expect(await page.locator(".hit").count()).toBeGreaterThanOrEqual(3);
});

for (const [how, asked, reason] of [
    ["a former name", "旧名", "曾用名"],
    ["its sound", "shili", "全拼"],
    ["its initials", "sl", "首字母"],
] as const) {
    test(`an employer is found by ${how}, and the hit says so`, { tag: "@plain" }, async ({ page }) => {
        await page.goto("/blacklist");
        await page.getByRole("searchbox").fill(asked);
        await page.getByRole("button", { name: "查" }).click();
        await expect(page.locator(".hit").first()).toContainText(reason);
    });
}

test("an entry tells facts, term and the way out, and no number of a person", { tag: "@plain" }, async ({ page }) => {
    await page.goto("/blacklist?q=旧名");
    await page.locator(".hit a").first().click();
    await expect(page.getByText("在失信联合惩戒名单上")).toBeVisible();
    await expect(page.getByText("列入决定", { exact: true })).toBeVisible();
    await expect(page.getByRole("heading", { name: "怎样提前移出" })).toBeVisible();
    await expect(page.getByText("没有付清的记录")).toBeVisible();
    expect((await page.locator("main").innerText()).match(/\b\d{17}[\dX]\b|\b1\d{10}\b/)).toBeNull();
});

test("what is not found is no good mark", { tag: "@plain" }, async ({ page }) => {
    await page.goto("/blacklist?q=没有这样的公司");
    const answer = page.locator(".note");
    await expect(answer).toContainText("没有找到");
    await expect(answer).toContainText(/截至\d+年/);
    await expect(answer).toContainText("也不说明这个单位没有欠薪");
});

test("an entry that is not on the list helps on", { tag: "@plain" }, async ({ page, trouble }) => {
    trouble.expect(...GONE);
    await page.goto("/blacklist/00000000-0000-7000-8000-000000000000");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("名单上没有这个条目");
    await expect(page.getByRole("searchbox")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
    test(`the public pages are accessible, ${colorScheme}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme });
        for (const path of ["/blacklist", "/blacklist?q=旧名", "/blacklist?q=没有这样的公司"]) {
            await page.goto(path);
            await expectAccessible(page);
        }
        await page.goto("/blacklist?q=旧名");
        await page.locator(".hit a").first().click();
        await expectAccessible(page);
    });
}

test("a second official decides, and no step out of turn is offered", async ({ page, trouble }) => {
    trouble.expect(...DOOR);
    await signIn(page, "demo-office", "/official/blacklist?proposed=1");
    const row = page.getByRole("row").nth(1);
    await expect(row).toContainText("等另一位同事决定");
    await row.getByRole("link").click();
    await expectAccessible(page);
    const next = page.getByRole("region", { name: "登记下一步" });
    await expect(next.getByLabel("登记什么").getByRole("option", { name: "公布" })).toHaveCount(0);
    await expect(next.getByLabel("登记什么").getByRole("option", { name: "作出列入决定" })).toHaveCount(1);
    await page.getByRole("link", { name: "列入决定书" }).click();
    for (const part of ["列入事由", "列入依据", "失信联合惩戒措施提示", "提前移出条件和程序", "救济措施"]) {
        await expect(page.locator("article")).toContainText(part);
    }
});
