// requests.mjs URL: what is asked for before the key element is seen, and when the application is loaded.
import { KEY, launch, networks, phone, tell, watchForKey } from "./browser.mjs";

const browser = await launch();
const { page, tools } = await phone(browser, { processor: 4, network: networks[0] });
const asked = [];
tools.on("Network.requestWillBeSent", ({ request, timestamp }) => asked.push({ url: request.url, at: timestamp }));
await page.addInitScript(watchForKey, KEY);
await page.goto(process.argv[2], { waitUntil: "load" });
const seen = await page.evaluate(() => window.key);
const loaded = await page.evaluate(() => performance.timing.loadEventEnd - performance.timing.navigationStart);
await page.waitForTimeout(8000);
const after = (request) => (request.at - asked[0].at) * 1000;
const wasm = await page.evaluate(() => performance.getEntriesByType("resource")
    .filter(({ name }) => name.endsWith(".wasm"))
    .map(({ startTime, encodedBodySize }) => ({ startTime, encodedBodySize })));
const early = wasm.filter(({ startTime }) => startTime < Math.max(seen, loaded));
tell({
    requests: asked.filter((request) => request.url.startsWith("http") && after(request) < seen).length,
    wasm: early.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    later_ms: Math.min(...wasm.map(({ startTime }) => startTime)) - loaded,
});
await browser.close();
