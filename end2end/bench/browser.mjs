// What the measurements share: the browser, slowed down like an old phone on a slow network.
import { chromium } from "@playwright/test";

/** What a worker looks for first: the block with the pay sentence. */
export const KEY = ".pay";

/** Round trip in ms, and kbit/s down; up is half of it. */
export const networks = [
    { name: "150 ms, 1.6 Mbit/s", latency: 150, kbit: 1600 },
    { name: "300 ms, 700 kbit/s", latency: 300, kbit: 700 },
];

export async function launch() {
    return chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
}

/** A phone that has never been here: a new page without cache, and its connection to the developer tools. */
export async function phone(browser, { processor = 1, network } = {}) {
    const context = await browser.newContext({
        viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true,
        serviceWorkers: "block",
    });
    const page = await context.newPage();
    const tools = await context.newCDPSession(page);
    await tools.send("Network.enable");
    if (network) {
        const perSecond = network.kbit * 1000 / 8;
        await tools.send("Network.emulateNetworkConditions", {
            offline: false, latency: network.latency, downloadThroughput: perSecond, uploadThroughput: perSecond / 2,
        });
    }
    if (processor > 1) await tools.send("Emulation.setCPUThrottlingRate", { rate: processor });
    return { page, tools, close: () => context.close() };
}

/** Runs in the page before anything else: notes when the key element has been painted, in ms since navigation. */
export function watchForKey(selector) {
    window.key = new Promise((resolve) => {
        const look = () => {
            const found = document.querySelector(selector);
            if (!found || found.getBoundingClientRect().height === 0) return requestAnimationFrame(look);
            // After the frame in which it stands.
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        };
        requestAnimationFrame(look);
    });
}

/** The answer of a script. */
export const tell = (answer) => console.log(JSON.stringify(answer));
