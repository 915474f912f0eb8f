import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { withdrawnToken, type Board } from "../fixtures/board";
import { expect, GONE, test } from "../fixtures/test";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Every public page, with what can stand on it. */
const pages: { name: string; path: (boards: Board[]) => string; board?: boolean; paper?: boolean }[] = [
    { name: "home", path: () => "/" },
    { name: "hits", path: () => "/?q=示例" },
    { name: "hits by number", path: (boards) => `/?q=${boards[0]!.permit}` },
    { name: "no hits", path: () => "/?q=没有这样的工地" },
    { name: "too short a question", path: () => "/?q=北" },
    { name: "board", path: (boards) => `/b/${boards[0]!.token}`, board: true },
    { name: "board without officer", path: (boards) => `/b/${boards.find(({ missing }) => missing.includes("officer"))!.token}`, board: true },
    { name: "board with unpaid wages", path: (boards) => `/b/${boards.find(({ pay }) => pay.months[0]?.workers_paid === 0)!.token}`, board: true },
    { name: "board without public pay", path: (boards) => `/b/${boards.find(({ pay }) => !pay.public)!.token}`, board: true },
    { name: "stale board", path: (boards) => `/b/${boards.find(({ stale }) => stale)!.token}`, board: true },
    { name: "progress", path: () => "/track" },
    { name: "ways to complain", path: (boards) => `/b/${boards[0]!.token}/report`, board: true },
    { name: "wrong board", path: (boards) => `/b/${boards[0]!.token}/wrong`, board: true },
    { name: "wrong board, thanks", path: (boards) => `/b/${boards[0]!.token}/wrong?sent=1`, board: true },
    { name: "unknown board", path: () => "/b/0000000000" },
    { name: "replaced board", path: () => `/b/${withdrawnToken()}` },
    { name: "unknown page", path: () => "/nothing/here" },
    { name: "blacklist", path: () => "/blacklist" },
    { name: "blacklist, nothing found", path: () => "/blacklist?q=没有这样的公司" },
    { name: "rights", path: () => "/rights" },
    { name: "offline", path: () => "/offline" },
    { name: "officials", path: () => "/official" },
    { name: "interface of programs", path: () => "/api/v1/docs" },
    { name: "A3 sheet", path: (boards) => `/b/${boards[0]!.token}/print?size=a3`, paper: true },
    { name: "stickers", path: (boards) => `/b/${boards[0]!.token}/stickers`, paper: true },
];

async function expectNoViolations(page: Page, axe: AxeBuilder) {
    const { violations } = await axe.analyze();
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])).toEqual([]);
}

/** As a phone doubles its text, and as a desktop does, where the page has half as much room. */
async function doubleText(page: Page) {
    const { width, height } = page.viewportSize()!;
    if (width > 600) await page.setViewportSize({ width: width / 2, height: height / 2 });
    else await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
}

for (const { name, path, board, paper } of pages) {
    for (const colorScheme of ["light", "dark"] as const) {
        test(`${name}, ${colorScheme}: axe finds nothing`, async ({ page, boards, trouble }) => {
            trouble.expect(...GONE);
            await page.emulateMedia({ colorScheme });
            await page.goto(path(boards));
            await expectNoViolations(page, new AxeBuilder({ page }).withTags(STANDARDS));
            // 7:1, so that it reads in the sun.
            if (board) await expectNoViolations(page, new AxeBuilder({ page }).withRules("color-contrast-enhanced"));
        });
    }

    // A sheet has the size of its paper.
    if (paper) continue;
    test(`${name}: nothing sticks out at 200 % text, nor with larger text`, async ({ page, boards, trouble }) => {
        trouble.expect(...GONE);
        await page.goto(path(boards));
        const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(await overhang()).toBe(0);
        await page.evaluate(() => document.documentElement.classList.add("big"));
        expect(await overhang()).toBe(0);
        await page.evaluate(() => document.documentElement.classList.remove("big"));
        await doubleText(page);
        expect(await overhang()).toBe(0);
    });
}
