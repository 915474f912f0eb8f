import type { Page } from "@playwright/test";
import { spokenName } from "../fixtures/board";
import { expect, live, test } from "../fixtures/test";
import { BoardPage } from "../pages/board-page";
import { HomePage } from "../pages/home-page";

/** Counts the documents the browser asked for. */
function documents(page: Page) {
    const count = { value: 0 };
    page.on("request", (request) => { if (request.isNavigationRequest()) count.value += 1; });
    return count;
}

test("home, hit, board and back: one document, titles and focus follow", async ({ page, board }) => {
    const home = new HomePage(page);
    const asked = documents(page);
    await home.open();
    await live(page);
    await expect(page).toHaveTitle("查工地 - 明薪");
    await home.box.pressSequentially(board.name.slice(0, 4));
    await home.hit(board.token).getByRole("link").click();

    const sign = new BoardPage(page);
    await expect(sign.site).toHaveText(spokenName(board));
    await expect(page).toHaveTitle(`${spokenName(board)} - 明薪`);
    await expect(sign.site).toBeFocused();
    expect(await page.evaluate(() => scrollY), "a new page begins at its top").toBe(0);

    await page.goBack();
    await expect(page).toHaveTitle("查工地 - 明薪");
    await expect(home.box).toHaveValue(board.name.slice(0, 4));
    await expect(home.hit(board.token)).toBeVisible();
    await page.goForward();
    await expect(sign.site).toHaveText(spokenName(board));
    expect(asked.value).toBe(1);
});

test("from board to flaws, rights and home without reloading", async ({ page, board }) => {
    const asked = documents(page);
    const sign = new BoardPage(page);
    await sign.open(board.token);
    await live(page);
    for (const [link, title] of [["这块牌子不对？一点就告诉我们", "这块牌子哪里不对？"], ["工人权利", "工人权利"], ["查工地", "找到你的工地"]] as const) {
        await page.getByRole("link", { name: link, exact: true }).click();
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
        await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    }
    expect(asked.value).toBe(1);
});

test("the boards seen before are listed at home", async ({ page, board }) => {
    await new BoardPage(page).open(board.token);
    await live(page);
    await new HomePage(page).open();
    await expect(page.getByRole("heading", { name: "看过的牌子" })).toBeVisible();
    await page.getByRole("link", { name: spokenName(board) }).click();
    await expect(page).toHaveURL(`/b/${board.token}`);
});

for (const path of ["/", "/?q=示例", "/rights", "/offline"]) {
    test(`${path} is taken over as it stands`, async ({ page }) => {
        await page.goto(path);
        const before = await page.getByRole("main").innerText();
        await live(page);
        expect(await page.getByRole("main").innerText()).toBe(before);
    });
}

test("a board and its other pages are taken over as they stand", async ({ page, boards }) => {
    for (const path of ["", "/wrong"]) {
        await page.goto(`/b/${boards[2]!.token}${path}`);
        const before = await page.getByRole("main").innerText();
        await live(page);
        expect(await page.getByRole("main").innerText()).toBe(before);
    }
});

test("a phone that saves data loads no application until it is needed", async ({ page, context, board }) => {
    const tools = await context.newCDPSession(page);
    await tools.send("Emulation.setDataSaverOverride", { dataSaverEnabled: true });
    const loaded: string[] = [];
    page.on("request", (request) => { if (/\.(wasm|js)$/.test(request.url())) loaded.push(request.url()); });
    const sign = new BoardPage(page);
    await sign.open(board.token);
    await page.waitForLoadState("networkidle");
    await sign.notPaid.click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("我没拿到工资");
    await page.waitForLoadState("networkidle");
    expect(loaded).toEqual([]);

    await context.grantPermissions(["geolocation"]);
    await context.setGeolocation({ latitude: 30.1, longitude: 124.1 });
    const home = new HomePage(page);
    await home.open();
    await home.near.click();
    await expect(home.found.first()).toBeVisible();
    expect(loaded.some((url) => url.endsWith(".wasm"))).toBe(true);
});

test("a tap before the application has come is answered when it has", async ({ page, context }) => {
    await context.grantPermissions(["geolocation"]);
    await context.setGeolocation({ latitude: 30.1, longitude: 124.1 });
    let release = () => {};
    const held = new Promise<void>((resolve) => { release = resolve; });
    await page.route("**/*.wasm", async (route) => {
        await held;
        await route.continue();
    });
    const home = new HomePage(page);
    await home.open();
    await home.near.click();
    release();
    await expect(home.found.first()).toBeVisible();
});

test("without the application every link still leads on", async ({ page, board, trouble }) => {
    trouble.expect(/app\.(js|wasm)/, /ERR_FAILED/);
    await page.route("**/pkg-*/**", (route) => route.abort());
    const home = new HomePage(page);
    await home.open();
    await home.lookUp(board.name);
    await home.hit(board.token).getByRole("link").click();
    await new BoardPage(page).notPaid.click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("我没拿到工资");
});

test("a board can be read aloud and passed on where the browser can", async ({ page, board }) => {
    await page.addInitScript(() => {
        const told: Record<string, unknown> = {};
        Object.assign(window, { told });
        speechSynthesis.speak = (words) => { told.spoken = words.text; };
        Object.assign(Navigator.prototype, { share: async (data: ShareData) => { told.shared = data.url; } });
    });
    await new BoardPage(page).open(board.token);
    const told = () => page.evaluate(() => (window as unknown as { told: Record<string, string> }).told);
    await page.getByRole("button", { name: "听" }).click();
    await expect.poll(async () => (await told()).spoken).toContain(`每月${board.pay.pay_day}日发工资`);
    await page.getByRole("button", { name: "转发给工友" }).click();
    await expect.poll(async () => (await told()).shared).toMatch(new RegExp(`/b/${board.token}$`));
});
