import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { allBoards, type Board } from "../fixtures/board";
import { PUBLIC_URL } from "../fixtures/district";
import { expect, test } from "../fixtures/test";

/** Forty boards are printed by as many tests at a time as there are parts. */
const PARTS = 4;
/** Millimetres, as the PDF says them in points. */
const A3 = /Page size:\s+119\d(\.\d+)? x 841\.\d+ pts/;
const A1 = /Page size:\s+238\d(\.\d+)? x 168\d(\.\d+)? pts/;
const A4 = /Page size:\s+59\d(\.\d+)? x 841\.\d+ pts/;

/** What a reader of another make finds in the printed sheet: pages, text, codes. */
async function print(page: Page, path: string, file: string, dpi: number) {
    await page.goto(path);
    await expect(page.getByRole("img", { name: "本工地告示牌的二维码" }).first()).toBeVisible();
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: "utf8", stdio: "pipe" });
    run("pdftoppm", "-r", String(dpi), "-gray", "-singlefile", file, file);
    return {
        about: run("pdfinfo", file),
        text: run("pdftotext", "-layout", file, "-"),
        codes: run("zbarimg", "--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", `${file}.pgm`).trim().split("\n"),
    };
}

const inCode = ({ token }: Board) => `${PUBLIC_URL}/B/${token}`.toUpperCase();
const inDigits = ({ token }: Board) => `${token.slice(0, 5)}-${token.slice(5)}`;

for (let part = 0; part < PARTS; part += 1) {
    test(`every board as A3, part ${part + 1} of ${PARTS}: its code leads to it`, async ({ page, boards, request }, testInfo) => {
        for (const board of boards.filter((_, index) => index % PARTS === part)) {
            const sheet = await print(page, `/b/${board.token}/print?size=a3`, testInfo.outputPath(board.token), 75);
            expect(sheet.codes).toEqual([inCode(board)]);
            expect(sheet.text).toContain(inDigits(board));
            expect(sheet.about).toMatch(/Pages:\s+1\n/);
            expect(sheet.about).toMatch(A3);
            const answer = await request.get(new URL(sheet.codes[0]!).pathname);
            expect(await answer.text()).toContain(`<title>${board.nickname ?? board.name} - 明薪</title>`);
        }
    });
}

test("the longest board fits one sheet, nothing cut off", async ({ page }) => {
    const longest = (await allBoards()).toSorted((one, other) => other.chain.length - one.chain.length)[0]!;
    await page.goto(`/b/${longest.token}/print?size=a3`);
    await page.emulateMedia({ media: "print" });
    const cut = await page.locator(".sheet section, .sheet aside, .sheet td").evaluateAll((parts) => parts
        .filter((it) => it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1)
        .map((it) => it.textContent));
    expect(cut).toEqual([]);
});

test("A1 for a gate", async ({ page, boards }, testInfo) => {
    for (const board of boards.slice(0, 3)) {
        const sheet = await print(page, `/b/${board.token}/print?size=a1`, testInfo.outputPath(board.token), 40);
        expect(sheet.codes).toEqual([inCode(board)]);
        expect(sheet.text).toContain(inDigits(board));
        expect(sheet.about).toMatch(/Pages:\s+1\n/);
        expect(sheet.about).toMatch(A1);
    }
});

test("a sheet of eight stickers, each with its code", async ({ page, boards }, testInfo) => {
    for (const board of boards.slice(0, 3)) {
        const sheet = await print(page, `/b/${board.token}/stickers`, testInfo.outputPath(board.token), 150);
        expect(sheet.codes).toEqual(Array(8).fill(inCode(board)));
        expect(sheet.text.split(inDigits(board))).toHaveLength(9);
        expect(sheet.about).toMatch(/Pages:\s+1\n/);
        expect(sheet.about).toMatch(A4);
    }
});

test("the code is version 3 with its quiet zone", async ({ request, board }) => {
    const svg = await (await request.get(`/b/${board.token}/qr.svg`)).text();
    expect(svg).toMatch(/viewBox="0 0 37 37"/);
});

test("the print button prints", async ({ page, board }) => {
    await page.addInitScript(() => { window.print = () => { document.title = "printed"; }; });
    await page.goto(`/b/${board.token}`);
    await page.getByRole("link", { name: "打印这块牌子" }).click();
    await page.getByRole("button", { name: "打印" }).click();
    await expect(page).toHaveTitle("printed");
    await page.getByRole("link", { name: "贴纸" }).click();
    await expect(page).toHaveURL(`/b/${board.token}/stickers`);
});
