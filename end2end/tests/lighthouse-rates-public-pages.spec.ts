import { execFileSync } from "node:child_process";
import { expect, test } from "@playwright/test";
import { allBoards } from "../fixtures/board";
import { address } from "../fixtures/district";

interface Rating {
    page: string;
    scores: [category: string, score: number][];
    costly: string[];
}

const AT_LEAST = 98;
const TRIES = 3;

function rate(url: string): Rating {
    const told = execFileSync("node", ["bench/lighthouse.mjs", url], {
        encoding: "utf8",
        env: { ...process.env, CHROMIUM: process.env.CHROMIUM ?? "/usr/bin/chromium" },
        stdio: ["ignore", "pipe", "inherit"],
    });
    return JSON.parse(told)[0];
}

for (const path of ["/", "/b/{token}", "/rights"]) {
    test(`${path} is at least ${AT_LEAST} in all four categories`, async () => {
        test.setTimeout(TRIES * 90_000);
        const token = (await allBoards())[0]!.token;
        const url = address() + path.replace("{token}", token);
        const best = new Map<string, number>();
        // Another program on the machine can only make a page slower: the best of a few tries is the page's own.
        for (let tries = 0; tries < TRIES && (best.get("performance") ?? 0) < AT_LEAST; tries += 1) {
            const { scores, costly } = rate(url);
            console.log(path, scores.map(([category, score]) => `${category} ${score}`).join(", "), ...costly);
            for (const [category, score] of scores) {
                // Only speed depends on the hour.
                if (category === "performance") best.set(category, Math.max(score, best.get(category) ?? 0));
                else expect(score, `${category}: ${costly}`).toBeGreaterThanOrEqual(AT_LEAST);
            }
        }
        expect(best.get("performance")).toBeGreaterThanOrEqual(AT_LEAST);
    });
}
