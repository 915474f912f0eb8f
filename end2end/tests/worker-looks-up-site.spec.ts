import { contractorCode, nameOf, spokenName, type Board } from "../fixtures/board";
import { expect, live, test } from "../fixtures/test";
import { HomePage } from "../pages/home-page";

/** The middle of the demo district, which lies in the sea. */
const AT_SEA = { latitude: 30.1, longitude: 124.1 };

/** Words that find a site, and the reason its hit gives. `null`: the match is marked in the line itself. */
const words: { by: string; words: (board: Board) => string; reason: RegExp | null }[] = [
    { by: "two characters of its name", words: ({ name }) => name.slice(0, 2), reason: null },
    { by: "its address", words: ({ address }) => address!, reason: null },
    { by: "its general contractor's name", words: (board) => nameOf(board, "contractor"), reason: null },
    { by: "the core of a subcontractor's name", words: (board) => nameOf(board, "subcontractors").replace(/^示例|有限公司$/g, ""), reason: /分包单位（文字）：/ },
    { by: "its general contractor's credit code", words: contractorCode, reason: /信用代码（号码）：/ },
    { by: "its permit number", words: ({ permit }) => permit!, reason: /施工许可证号（号码）：/ },
];

for (const { by, words: ask, reason } of words) {
    test(`finds it by ${by}, and sees why`, { tag: "@plain" }, async ({ page, board }) => {
        const home = new HomePage(page);
        await home.open();
        await home.lookUp(ask(board));
        const hit = home.hit(board.token);
        await expect(hit).toContainText(`总包：${nameOf(board, "contractor")}`);
        if (reason) await expect(hit).toContainText(reason);
        await expect(hit.locator("mark").first()).toBeVisible();
        await hit.getByRole("link").click();
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(spokenName(board));
    });
}

for (const { by, typed } of [{ by: "full pinyin", typed: "beiyuanlu" }, { by: "initials", typed: "byl" }]) {
    test(`finds a road by ${by}`, { tag: "@plain" }, async ({ page }) => {
        const home = new HomePage(page);
        await home.open();
        await home.lookUp(typed);
        await expect(home.found.first()).toContainText("北苑路");
        await expect(home.found.first().locator("mark").first()).toHaveText("北苑路");
    });
}

test("the number on a board leads straight to it", { tag: "@plain" }, async ({ page, board }) => {
    const home = new HomePage(page);
    await home.open();
    await home.lookUp(`${board.token.slice(0, 5)}-${board.token.slice(5)}`.toLowerCase());
    await page.getByRole("link", { name: "打开牌子" }).click();
    await expect(page).toHaveURL(`/b/${board.token}`);
});

test("nothing found offers the next step", { tag: "@plain" }, async ({ page }) => {
    const home = new HomePage(page);
    await home.open();
    await home.lookUp("没有这样的工地");
    await expect(page.getByText("没有查到“没有这样的工地”")).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: "12345" }).first()).toHaveAttribute("href", "tel:12345");
});

test("one character is asked to be two", { tag: "@plain" }, async ({ page, trouble }) => {
    trouble.expect(/ 422 /, /status of 422/);
    const home = new HomePage(page);
    await home.open();
    await home.lookUp("北");
    await expect(page.getByText(/两个字|2个字/).first()).toBeVisible();
});

test("more hits than a page holds can be turned to", { tag: "@plain" }, async ({ page, boards }) => {
    const home = new HomePage(page);
    await home.open();
    await home.lookUp("示例");
    const hrefs = async () => page.locator(".hit a").evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
    const seen = new Set<string>();
    for (let turned = 0; turned < boards.length; turned += 1) {
        await expect(home.found.first()).toBeVisible();
        (await hrefs()).forEach((href) => seen.add(href));
        const more = page.getByRole("link", { name: "再看后面的" });
        if (!await more.isVisible()) break;
        const address = await more.getAttribute("href");
        await more.click();
        await expect(page).toHaveURL(new RegExp(`after=${encodeURIComponent(new URL(address!, "http://x").searchParams.get("after")!)}`));
        await expect(more.or(page.getByText("还可以这样找"))).not.toHaveCount(0);
        await expect(page.locator(`a[href="${address}"]`)).toHaveCount(0);
    }
    expect(seen.size).toBe(boards.length);
});

test("hits come while typing, and the address can be shared", async ({ page, board }) => {
    const home = new HomePage(page);
    await home.open();
    await live(page);
    await home.box.pressSequentially(board.name.slice(0, 4));
    await expect(home.hit(board.token)).toBeVisible();
    await expect(page).toHaveURL(`/?q=${encodeURIComponent(board.name.slice(0, 4))}`);
    await page.reload();
    await expect(home.box).toHaveValue(board.name.slice(0, 4));
    await expect(home.hit(board.token)).toBeVisible();
});

test("the sites near by stand in the order of their distance", async ({ page, context }) => {
    await context.grantPermissions(["geolocation"]);
    await context.setGeolocation(AT_SEA);
    const home = new HomePage(page);
    await home.open();
    await home.near.click();
    await expect(page.getByRole("heading", { name: "附近的工地" })).toBeVisible();
    const metres = (text: string) => {
        const [, number, unit] = /([\d.]+)(米|公里)/.exec(text)!;
        return Number(number) * (unit === "米" ? 1 : 1000);
    };
    const distances = (await home.found.allInnerTexts()).map(metres);
    expect(distances.length).toBeGreaterThan(1);
    expect(distances).toEqual(distances.toSorted((one, other) => one - other));
});

test("a phone that does not tell its place is asked for a name instead", async ({ page, context }) => {
    await context.clearPermissions();
    const home = new HomePage(page);
    await home.open();
    await live(page);
    await context.setGeolocation(null);
    await home.near.click();
    await expect(page.getByRole("alert")).toContainText("在上面输入工地名称查找");
});

test("works by keyboard alone", async ({ page, board }) => {
    const home = new HomePage(page);
    await home.open();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "跳到正文" })).toBeFocused();
    await expect(page.getByRole("link", { name: "跳到正文" })).toBeInViewport();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await expect(home.box).toBeFocused();
    await page.keyboard.type(board.name);
    await page.keyboard.press("Enter");
    const link = home.hit(board.token).getByRole("link");
    await expect(link).toBeVisible();
    for (let presses = 0; presses < 40 && !await link.evaluate((it) => it === document.activeElement); presses += 1) {
        await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(spokenName(board));
});
