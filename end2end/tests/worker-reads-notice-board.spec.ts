import type { Locator } from "@playwright/test";
import { nameOf, spokenName, withdrawnToken } from "../fixtures/board";
import { expect, GONE, kept, live, OFFLINE, test } from "../fixtures/test";
import { BoardPage } from "../pages/board-page";
import { HomePage } from "../pages/home-page";

/** Art. 34 in its order, as headings of the facts. */
const ARTICLE_34 = [
    "建设单位", "施工总承包单位", "所在项目部", "分包单位", "行业主管部门", "劳资专管员", "当地最低工资标准", "工资支付日期",
    "行业主管部门投诉举报电话", "劳动保障监察投诉举报电话", "劳动争议调解仲裁", "法律援助", "公共法律服务热线",
];

/** It can be read without scrolling. */
async function expectInFirstScreen(part: Locator) {
    const box = await part.boundingBox();
    const { height, width } = part.page().viewportSize()!;
    expect(box, `${part} is shown`).not.toBeNull();
    expect(box!.y + box!.height, `${part} ends above the fold`).toBeLessThanOrEqual(height);
    expect(box!.x + box!.width).toBeLessThanOrEqual(width);
}

test("the first screen says which site, whether wages came, who must pay and whom to call", { tag: "@plain" }, async ({ page, board }) => {
    const sign = new BoardPage(page);
    await sign.open(board.token);

    await expect(sign.site).toHaveText(spokenName(board));
    await expect(sign.pay).toContainText(`每月${board.pay.pay_day}日发工资，遇休息日提前。`);
    await expect(sign.pay).toContainText(/已发\s*\d+月工资已发（\d+月\d+日.*）。/);
    await expect(sign.whoPays).toContainText(nameOf(board, "contractor"));
    const inspection = board.channels.find(({ item }) => item === "labour_inspection")!.channel!;
    await expect(sign.call).toHaveAttribute("href", `tel:${inspection.phone.replace(/\D/g, "")}`);
    for (const part of [sign.site, sign.pay, sign.whoPays, sign.notPaid, sign.call]) await expectInFirstScreen(part);
});

test("every site fits its first screen, whatever is wrong with it", { tag: "@plain" }, async ({ page, boards }) => {
    const sign = new BoardPage(page);
    for (const board of boards.slice(0, 20)) {
        await sign.open(board.token);
        for (const part of [sign.site, sign.pay, sign.whoPays, sign.notPaid, sign.call]) await expectInFirstScreen(part);
    }
});

test("the items of Article 34 stand in its order", { tag: "@plain" }, async ({ page, board }) => {
    await new BoardPage(page).open(board.token);
    // Below the fold nothing is laid out yet, so its inner text is empty.
    const terms = await page.getByRole("term").allTextContents();
    expect(terms.filter((term) => ARTICLE_34.includes(term))).toEqual(ARTICLE_34);
});

test("everyone in the chain can be called with a tap", { tag: "@plain" }, async ({ page, board }) => {
    const sign = new BoardPage(page);
    await sign.open(board.token);
    const phones = board.chain.flatMap(({ phone }) => phone ?? []);
    expect(phones.length).toBeGreaterThan(3);
    for (const phone of phones) {
        const link = page.locator(`a[href="tel:${phone.replace(/\D/g, "")}"]`).last();
        await expect(link).toBeVisible();
        expect((await link.boundingBox())!.height, "large enough for a thumb").toBeGreaterThanOrEqual(48);
    }
});

test("what the law wants and the site does not say is shown as missing", { tag: "@plain" }, async ({ page, boards }) => {
    const board = boards.find(({ missing }) => missing.includes("officer"))!;
    const sign = new BoardPage(page);
    await sign.open(board.token);
    await expect(sign.fact("劳资专管员")).toContainText("未公示");
    await expect(page.getByText(/^还有\d+项没有公示/)).toBeVisible();
});

test("wages that did not come are said, not hidden", { tag: "@plain" }, async ({ page, boards }) => {
    const unpaid = boards.find(({ pay }) => pay.public && pay.months[0]?.workers_paid === 0)!;
    const sign = new BoardPage(page);
    await sign.open(unpaid.token);
    await expect(sign.pay).toContainText(/未发\s*\d+月工资还没有发。/);
});

test("a code in capitals opens the same board, without a detour", { tag: "@plain" }, async ({ page, board }) => {
    const answer = await page.goto(`/B/${board.token}`);
    expect(answer!.status()).toBe(200);
    expect(answer!.request().redirectedFrom()).toBeNull();
    await expect(new BoardPage(page).site).toHaveText(spokenName(board));
});

test("the button 我没拿到工资 opens the ways of this site", { tag: "@plain" }, async ({ page, board }) => {
    const sign = new BoardPage(page);
    await sign.open(board.token);
    await sign.notPaid.click();
    await expect(page).toHaveURL(`/b/${board.token}/report`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("我没拿到工资");
    await expect(page.getByText(nameOf(board, "contractor"))).toBeVisible();
    await expect(page.getByRole("heading", { level: 3 }).first()).toHaveText("打给劳动监察");
    await expect(page.getByRole("heading", { name: "带上这些，有什么带什么" })).toBeVisible();
});

const lost = [
    { what: "an unknown token", token: () => "0000000000", title: "没有这块告示牌", next: "重新扫一次二维码" },
    { what: "a mistyped token", token: () => "7K3M9-XXXXX", title: "没有这块告示牌", next: "10位编号" },
    { what: "a replaced board", token: withdrawnToken, title: "这块告示牌已停用", next: "现在挂的牌子" },
];
for (const { what, token, title, next } of lost) {
    test(`${what} gets a page that helps`, { tag: "@plain" }, async ({ page, board, trouble }) => {
        trouble.expect(...GONE);
        await new BoardPage(page).open(token());
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
        await expect(page.getByRole("main")).toContainText(next);
        await expect(page.getByRole("main").locator('a[href^="tel:"]')).toBeVisible();

        const home = new HomePage(page);
        await home.lookUp(board.name);
        await home.hit(board.token).getByRole("link").click();
        await expect(page).toHaveURL(`/b/${board.token}`);
    });
}

test("larger text is one tap away", { tag: "@plain" }, async ({ page, board }) => {
    const sign = new BoardPage(page);
    await sign.open(board.token);
    const size = () => sign.site.evaluate((title) => parseFloat(getComputedStyle(title).fontSize));
    const before = await size();
    await sign.larger.click();
    expect(await size()).toBeGreaterThan(before * 1.2);
});

test("larger text stays on the next page", async ({ page, board }) => {
    const sign = new BoardPage(page);
    await sign.open(board.token);
    await sign.larger.click();
    const large = await sign.site.evaluate((title) => getComputedStyle(title).fontSize);
    await page.reload();
    await expect(sign.site).toHaveCSS("font-size", large);
    await page.getByRole("checkbox", { name: "字大" }).press("Space");
    await expect(sign.site).not.toHaveCSS("font-size", large);
});

test("a board opened once can be read without a network", async ({ page, context, board, boards, trouble }) => {
    trouble.expect(...OFFLINE);
    const sign = new BoardPage(page);
    await sign.open(board.token);
    await live(page);
    await kept(page, `/b/${board.token}`, "/offline");

    await context.setOffline(true);
    await page.reload();
    await expect(sign.site).toHaveText(spokenName(board));
    await expect(sign.call).toHaveAttribute("href", /^tel:/);

    await sign.open(boards[1]!.token);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("现在没有网络");
    await expect(page.getByRole("link", { name: "再试一次" })).toHaveAttribute("href", new RegExp(`/b/${boards[1]!.token}$`));
    await page.getByRole("link", { name: spokenName(board) }).click();
    await expect(sign.site).toHaveText(spokenName(board));
});

test("a dark phone gets a dark board", { tag: "@plain" }, async ({ page, board }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    await new BoardPage(page).open(board.token);
    await expect(page.locator("body")).toHaveCSS("background-color", "rgb(17, 22, 27)");
});
