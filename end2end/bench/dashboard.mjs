// dashboard.mjs copy OURS: the first page of the official area as it stands there, finished and without script.
// dashboard.mjs time OURS LIMIT: when its figures are seen, there and on that copy, in turn, in ms: on the first visit of
// a browser, and on later ones.
import { launch, tell, watchForKey } from "./browser.mjs";

const ROUNDS = 9;
const [task, ours, limit] = process.argv.slice(2);
const KEY = ".figures li";
/** A computer in an office. */
const OFFICE = { offline: false, latency: 20, downloadThroughput: 20e6 / 8, uploadThroughput: 20e6 / 8 };
const browser = await launch();

async function desk() {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${ours}/healthz`);
    const status = await page.evaluate(() => fetch("/api/v1/official/session", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name: "demo-office", password: "Shi-Li-Qu-2026" }),
    }).then((answer) => answer.status));
    if (status !== 201) throw new Error(`signing in was answered with ${status}`);
    await page.close();
    return context;
}

async function time(context, url) {
    const page = await context.newPage();
    const tools = await context.newCDPSession(page);
    await tools.send("Network.emulateNetworkConditions", OFFICE);
    await tools.send("Emulation.setCPUThrottlingRate", { rate: 2 });
    await page.addInitScript(watchForKey, KEY);
    await page.goto(url, { waitUntil: "commit" });
    const seen = await page.evaluate(() => window.key);
    await page.waitForTimeout(500);
    await page.close();
    return seen;
}

if (task === "copy") {
    const page = await (await desk()).newPage();
    await page.goto(`${ours}/official`);
    await page.locator(KEY).first().waitFor();
    tell({ html: await page.evaluate(async () => {
        for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
            const style = document.createElement("style");
            style.textContent = await (await fetch(link.href)).text();
            link.replaceWith(style);
        }
        document.querySelectorAll("script, link").forEach((node) => node.remove());
        return `<!DOCTYPE html>${document.documentElement.outerHTML}`;
    }) });
} else {
    const answer = { first: [], later: [], limit: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
        const context = await desk();
        answer.first.push(await time(context, `${ours}/official`));
        await time(context, `${ours}/official`);
        answer.later.push(await time(context, `${ours}/official`));
        answer.limit.push(await time(context, limit));
        await context.close();
    }
    tell(answer);
}
await browser.close();
