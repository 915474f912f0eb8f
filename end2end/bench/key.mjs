// key.mjs OURS LIMIT: when the key element is seen, on either page in turn, on every network; in ms.
import { KEY, launch, networks, phone, tell, watchForKey } from "./browser.mjs";

const ROUNDS = 9;
const [ours, limit] = process.argv.slice(2);
const browser = await launch();

async function time(url, network) {
    const { page, close } = await phone(browser, { processor: 4, network });
    await page.addInitScript(watchForKey, KEY);
    await page.goto(url, { waitUntil: "commit" });
    const seen = await page.evaluate(() => window.key);
    await close();
    return seen;
}

const answer = [];
for (const network of networks) {
    const runs = { name: network.name, ours: [], limit: [] };
    await time(ours, network);
    await time(limit, network);
    for (let round = 0; round < ROUNDS; round += 1) {
        runs.ours.push(await time(ours, network));
        runs.limit.push(await time(limit, network));
    }
    answer.push(runs);
}
tell(answer);
await browser.close();
