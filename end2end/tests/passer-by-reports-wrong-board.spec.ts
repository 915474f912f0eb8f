import { countFlaws } from "../fixtures/board";
import { expect, live, OFFLINE, test } from "../fixtures/test";
import { BoardPage } from "../pages/board-page";
import { WrongPage } from "../pages/wrong-page";

test("one tap says what is wrong", { tag: "@plain" }, async ({ page, own }) => {
    const before = countFlaws(own.token, "number_dead");
    const sign = new BoardPage(page);
    await sign.open(own.token);
    await sign.wrong.click();
    const wrong = new WrongPage(page);
    await wrong.numberDead.click();
    await expect(wrong.thanks).toBeVisible();
    await expect(wrong.numberDead).toBeHidden();
    expect(countFlaws(own.token, "number_dead")).toBe(before + 1);
});

test("a note goes with it", { tag: "@plain" }, async ({ page, own }) => {
    const before = countFlaws(own.token, "damaged");
    const wrong = new WrongPage(page);
    await wrong.open(own.token);
    await wrong.addNote("雨水把二维码泡坏了");
    await wrong.damaged.click();
    await expect(wrong.thanks).toBeVisible();
    expect(countFlaws(own.token, "damaged")).toBe(before + 1);
});

test("without a network the report waits on the phone, and is sent exactly once", async ({ page, context, own, trouble }) => {
    trouble.expect(...OFFLINE);
    const before = countFlaws(own.token, "gone");
    const wrong = new WrongPage(page);
    await wrong.open(own.token);
    await live(page);
    await context.setOffline(true);
    await wrong.gone.click();
    await expect(wrong.waits).toBeVisible();
    expect(countFlaws(own.token, "gone")).toBe(before);

    await context.setOffline(false);
    await expect.poll(() => countFlaws(own.token, "gone")).toBe(before + 1);
    await expect.poll(() => page.evaluate(() => localStorage.flaws)).toBe("[]");
    await page.reload();
    await live(page);
    expect(countFlaws(own.token, "gone")).toBe(before + 1);
});

test("a report that waits outlives the page", async ({ page, context, own, trouble }) => {
    trouble.expect(...OFFLINE);
    const before = countFlaws(own.token, "gone");
    const wrong = new WrongPage(page);
    await wrong.open(own.token);
    await live(page);
    await context.setOffline(true);
    await wrong.gone.click();
    await expect(wrong.waits).toBeVisible();
    await page.goto("about:blank");
    await context.setOffline(false);
    await page.goto("/");
    await expect.poll(() => countFlaws(own.token, "gone")).toBe(before + 1);
});

test("the same key twice is one report", async ({ request, own }) => {
    const before = countFlaws(own.token, "wrong_party");
    const send = () => request.post(`/api/v1/boards/${own.token}/flaws`, {
        headers: { "idempotency-key": `${own.token}-${before}` },
        data: { kind: "wrong_party" },
    });
    expect((await send()).status()).toBe(201);
    expect((await send()).status()).toBe(201);
    expect(countFlaws(own.token, "wrong_party")).toBe(before + 1);
});
