// lighthouse.mjs URL…: the four categories for a phone, 0 to 100, and what cost points.
import { launch as launchChrome } from "chrome-launcher";
import lighthouse from "lighthouse";

const chrome = await launchChrome({
    chromePath: process.env.CHROMIUM, chromeFlags: ["--headless=new", "--no-sandbox"], logLevel: "silent",
});
const answer = [];
for (const url of process.argv.slice(2)) {
    const { lhr } = await lighthouse(url, {
        port: chrome.port, logLevel: "silent", output: "json",
        onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
    });
    const costly = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs)
        .filter(({ weight, id }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9);
    const path = new URL(url).pathname;
    answer.push({
        page: path.startsWith("/b/") ? "board" : path,
        scores: Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]),
        costly: costly.map(({ id }) => id),
    });
}
console.log(JSON.stringify(answer));
chrome.kill();
