// steady.mjs URL…: what moves, blocks or answers late on each page, while somebody uses it on a slow phone.
import { launch, phone, tell } from "./browser.mjs";

const browser = await launch();

/** Runs in the page before anything else. */
function watch() {
    window.seen = { shift: 0, blocked: 0, tasks: [], interaction: 0 };
    const observe = (type, each, more) =>
        new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, ...more });
    observe("layout-shift", (entry) => { if (!entry.hadRecentInput) window.seen.shift += entry.value; });
    observe("longtask", ({ duration, startTime }) => {
        window.seen.blocked += duration - 50;
        window.seen.tasks.push([Math.round(startTime), Math.round(duration)]);
    });
    observe("event", ({ interactionId, duration }) => {
        if (interactionId) window.seen.interaction = Math.max(window.seen.interaction, duration);
    }, { durationThreshold: 16 });
}

/** What a visitor does: larger letters, open what is folded, type into the look-up. */
async function use(page) {
    for (const label of await page.locator("label[for=big]:visible").all()) {
        await label.tap();
        await page.waitForTimeout(300);
    }
    for (const summary of await page.locator("summary:visible").all()) {
        await summary.tap();
        await page.waitForTimeout(300);
    }
    for (const field of await page.locator("input[type=search]:visible, input[name=q]:visible").all()) {
        await field.tap();
        await field.pressSequentially("shifan", { delay: 120 });
        await page.waitForTimeout(300);
    }
}

const answer = [];
for (const url of process.argv.slice(2)) {
    const { page, close } = await phone(browser, { processor: 6 });
    await page.addInitScript(watch);
    await page.goto(url, { waitUntil: "load" });
    await use(page);
    // Once more with the application running.
    await page.waitForTimeout(6000);
    await use(page);
    await page.waitForTimeout(500);
    const seen = await page.evaluate(() => window.seen);
    const name = new URL(url).pathname;
    answer.push({
        page: name.startsWith("/b/") ? "board" : name,
        shift: Math.round(seen.shift * 1e4) / 1e4,
        blocked_ms: Math.round(seen.blocked),
        interaction_ms: seen.interaction,
        tasks: seen.tasks,
    });
    await close();
}
tell(answer);
await browser.close();
