// floor.mjs URL: the same content as somebody would write it by hand, without classes, script or comments.
import { launch, phone, tell } from "./browser.mjs";

const CSS = `body{font:18px/1.5 sans-serif;margin:0 auto;padding:0 16px;max-width:640px}dt{color:#555}dd{margin:0 0 12px}`
    + `.pay{border:2px solid;padding:12px;font-size:22px}a{color:#0b4a8f}`;

const browser = await launch();
const { page } = await phone(browser);
await page.goto(process.argv[2], { waitUntil: "load" });
const body = await page.evaluate(() => {
    const KEPT = ["href", "id", "for", "type"];
    const plain = (node) => {
        if (node.nodeType === Node.TEXT_NODE) {
            const text = document.createElement("i");
            text.textContent = node.data;
            return text.innerHTML;
        }
        if (node.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE", "svg"].includes(node.tagName)) return "";
        const tag = node.tagName.toLowerCase();
        const isKey = node.classList.contains("pay") ? " class=pay" : "";
        const kept = KEPT.filter((name) => node.hasAttribute(name)).map((name) => ` ${name}="${node.getAttribute(name)}"`);
        const open = `<${tag}${isKey}${kept.join("")}>`;
        return ["input", "br", "hr", "img"].includes(tag) ? open : `${open}${[...node.childNodes].map(plain).join("")}</${tag}>`;
    };
    return [...document.body.childNodes].map(plain).join("");
});
const title = await page.title();
tell({
    html: `<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8">`
        + `<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">`
        + `<title>${title}</title><style>${CSS}</style>${body}`,
});
await browser.close();
