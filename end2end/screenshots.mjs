// The pictures of the README, from the release build: `node end2end/screenshots.mjs` writes docs/screenshots/*.png.
// MINGXIN and CHROMIUM name other programs than target/release/mingxin and /usr/bin/chromium.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MINGXIN = process.env.MINGXIN ?? join(ROOT, "target/release/mingxin");
const PICTURES = join(ROOT, "docs/screenshots");
const LISTEN = "127.0.0.1:3017";
const PATIENCE_MS = 30_000;
/** A3 on its side, in CSS pixels. */
const A3 = { width: 1587, height: 1122 };

const data = mkdtempSync(join(tmpdir(), "mingxin-screenshots-"));
execFileSync(MINGXIN, ["demo", "--data", data], { stdio: "ignore" });
const [token] = execFileSync(MINGXIN, ["board", "--data", data], { encoding: "utf8" }).split("\n");
const serve = ["serve", "--data", data, "--listen", LISTEN, "--public-url", "https://mx.example.com"];
const server = spawn(MINGXIN, serve, { stdio: "ignore" });
try {
    await ready();
    mkdirSync(PICTURES, { recursive: true });
    await take("board-phone.png", `/b/${token}`, { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2 });
    await take("home-desktop.png", `/?q=${encodeURIComponent("锦绣")}`, { viewport: { width: 1280, height: 800 } });
    await take("board-a3.png", `/b/${token}/print?size=a3`, { viewport: A3 }, "print");
} finally {
    server.kill("SIGTERM");
    rmSync(data, { recursive: true });
}

/** A picture of the first screen of a page, once the application has settled. */
async function take(file, path, options, media = "screen") {
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: ["--no-sandbox"],
    });
    const page = await browser.newPage({ locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options });
    await page.emulateMedia({ media });
    await page.goto(`http://${LISTEN}${path}`, { waitUntil: "networkidle" });
    await page.screenshot({ path: join(PICTURES, file) });
    await browser.close();
}

async function ready() {
    const end = Date.now() + PATIENCE_MS;
    while (Date.now() < end) {
        if ((await fetch(`http://${LISTEN}/readyz`).catch(() => null))?.ok) return;
        await pause(50);
    }
    throw new Error("the server did not answer");
}
