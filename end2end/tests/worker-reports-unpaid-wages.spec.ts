import { countComplaints, spokenName } from "../fixtures/board";
import { DOOR, expectAccessible, signIn } from "../fixtures/official";
import { expect, OFFLINE, test } from "../fixtures/test";
import { BoardPage } from "../pages/board-page";
import { ReportPage } from "../pages/report-page";

test("scan, four taps, receipt, progress", { tag: "@plain" }, async ({ page, own }) => {
    const before = countComplaints(own.token);
    const sign = new BoardPage(page);
    await sign.open(own.token);
    await sign.notPaid.click();
    const report = new ReportPage(page);
    await report.tell({});
    const code = await report.code();
    expect(countComplaints(own.token)).toBe(before + 1);
    if (await report.progress.isVisible()) await report.progress.click();
    await expect(page).toHaveURL(/\/track/);
    await expect(page.getByText(code)).toBeVisible();
    await expect(page.getByText("收到了，已经登记。劳动监察正在看要不要立案。")).toBeVisible();
    await expect(page.getByText(/劳动监察最晚.*决定是否受理/)).toBeVisible();
    expect(page.url()).not.toContain(code);
});

test("a receipt typed by hand leads to its page; messages, withdrawing and opening again", { tag: "@plain" }, async ({ page, own }) => {
    const report = new ReportPage(page);
    await report.open(own.token);
    await report.tell({ amount: "12000", contact: "15400001234", story: "示例经过" });
    const code = await report.code();
    await page.context().clearCookies();
    await page.goto("/track");
    await page.getByLabel("回执编号").fill("0000-0000-0000");
    await page.getByRole("button", { name: "查", exact: true }).click();
    await expect(page.getByText("没有找到这个回执")).toBeVisible();
    await page.getByLabel("回执编号").fill(code.toLowerCase());
    await page.getByRole("button", { name: "查", exact: true }).click();
    await expect(page.getByText(/大约12,000(\.00)?元/)).toBeVisible();
    await page.getByLabel("给办案人员留言").fill("请问什么时候能发？");
    await page.getByRole("button", { name: "留言" }).click();
    await expect(page.getByText("请问什么时候能发？")).toBeVisible();
    await page.getByText("不想反映了").click();
    await page.getByRole("button", { name: "撤回" }).click();
    await expect(page.getByText("你已经撤回。想继续可以重新打开。")).toBeVisible();
    await page.getByRole("button", { name: "没有解决" }).click();
    await expect(page.getByText("收到了，已经登记。劳动监察正在看要不要立案。")).toBeVisible();
    await page.getByRole("button", { name: "看完了，从这部手机退出" }).click();
    await expect(page.getByLabel("回执编号")).toBeVisible();
});

test("what was typed is there again after the page was closed", async ({ page, own }) => {
    const report = new ReportPage(page);
    await report.open(own.token);
    await report.amount.fill("4321");
    await page.goto("about:blank");
    await report.open(own.token);
    await expect(report.amount).toHaveValue("4321");
    for (let step = 0; step < 3; step += 1) {
        await report.next();
        await expectAccessible(page);
    }
    await expect(page.getByRole("definition").filter({ hasText: "4321元左右" })).toBeVisible();
});

test("without a network it waits on the phone, outlives the page, and is sent exactly once", async ({ page, context, own, trouble }) => {
    trouble.expect(...OFFLINE);
    const before = countComplaints(own.token);
    const report = new ReportPage(page);
    await report.open(own.token);
    await context.setOffline(true);
    await report.tell({ amount: "5000" });
    await expect(report.waits).toBeVisible();
    expect(countComplaints(own.token)).toBe(before);
    await page.goto("about:blank");
    await context.setOffline(false);
    // Any page sends it.
    await page.goto("/");
    await expect.poll(() => countComplaints(own.token)).toBe(before + 1);
    await expect.poll(() => page.evaluate(() => localStorage.complaints)).toBe("[]");
    await page.goto("/track");
    const held = page.getByRole("listitem").filter({ hasText: spokenName(own) });
    await held.getByRole("button", { name: "查进度" }).click();
    await expect(page.getByText(/大约5,000(\.00)?元/)).toBeVisible();
    expect(countComplaints(own.token)).toBe(before + 1);
});

test("an answer that is lost does not make a second complaint", async ({ page, own, trouble }) => {
    trouble.expect(/ERR_FAILED/, /ERR_CONNECTION/);
    const before = countComplaints(own.token);
    let lost = 0;
    await page.route("**/complaints", async (route) => {
        if (lost++ > 1) return await route.continue();
        await route.fetch();
        await route.abort();
    });
    const report = new ReportPage(page);
    await report.open(own.token);
    await report.tell({});
    await expect(report.waits).toBeVisible();
    for (let again = 0; again < 2; again += 1) await page.evaluate(() => dispatchEvent(new Event("online")));
    await report.code();
    expect(countComplaints(own.token)).toBe(before + 1);
});

test("the office accepts it, the worker reads so", async ({ page, own, trouble, isMobile }) => {
    test.skip(isMobile, "the same on every screen");
    trouble.expect(...DOOR);
    const report = new ReportPage(page);
    await report.open(own.token);
    await report.tell({ contact: "15400004321" });
    await report.code();
    const number = await page.locator("[data-number]").textContent();
    await signIn(page, "demo-labour", `/official/complaints/${number}`);
    await expect(page.getByText("154****4321")).toBeVisible();
    await page.getByLabel("查看完整内容的用途").fill("联系反映人核实");
    await page.getByRole("button", { name: "查看" }).click();
    await expect(page.getByText("15400004321")).toBeVisible();
    await page.getByLabel("告诉反映人的话").fill("明天到工地核实");
    await page.getByRole("button", { name: "登记" }).click();
    await expect(page.getByText("在查", { exact: true })).toBeVisible();
    await expectAccessible(page);
    await page.goto("/official/complaints");
    await expect(page.getByRole("link", { name: number!, exact: true })).toBeVisible();
    await expectAccessible(page);
    await page.goto("/track");
    await page.getByRole("button", { name: "查进度" }).first().click();
    await expect(page.getByText("明天到工地核实")).toBeVisible();
    await expectAccessible(page);
});
