// Keeps the boards opened on this phone readable without a network, and the application beside them.
// Pages come from the network first; a kept one is shown when there is none or it takes too long. The official area and
// the API are never touched. __PKG__ is the folder of this build.
const PKG = "__PKG__";
const SHELL = `shell ${PKG}`;
const PAGES = "pages";
const PATIENCE_MS = 3000;
const MOST_PAGES = 60;

addEventListener("install", (event) => event.waitUntil(prepare()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));

addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) return;
    if (url.pathname.startsWith("/pkg-")) {
        event.respondWith(asset(request));
    } else if (request.mode === "navigate" && !/^\/(official|api)(\/|$)/.test(url.pathname)) {
        event.respondWith(page(event, url));
    }
});

async function prepare() {
    const shell = await caches.open(SHELL);
    await shell.addAll(["/offline", "/icon.svg"]);
    skipWaiting();
}

// Drop what older builds kept, and keep the page from which the worker came: it was loaded before there was a worker.
async function takeOver() {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== SHELL && name !== PAGES).map((name) => caches.delete(name)));
    await clients.claim();
    const open = await clients.matchAll();
    const shell = await caches.open(SHELL);
    await Promise.allSettled([
        ...[`${PKG}/app.js`, `${PKG}/app.wasm`].map((file) => shell.add(file)),
        ...open.map(({ url }) => fetchPage(url, keptName(new URL(url)))),
    ]);
}

// Under which name a page is kept, if at all. A board is the same under /b/ and /B/, and so are its small letters.
function keptName({ pathname }) {
    const board = /^\/b\/([0-9a-z]+)(\/report)?\/?$/i.exec(pathname);
    if (board) return `/b/${board[1].toUpperCase()}${board[2] ?? ""}`;
    return pathname === "/rights" ? pathname : null;
}

async function fetchPage(request, name) {
    const answer = await fetch(request);
    if (!name) return answer;
    const pages = await caches.open(PAGES);
    if (answer.ok) {
        await pages.put(name, answer.clone());
        // The form of a board opened once can be filled in without a network.
        if (/^\/b\/[^/]+$/.test(name)) fetchPage(`${name}/report`, `${name}/report`).catch(() => null);
        const kept = await pages.keys();
        await Promise.all(kept.slice(0, -MOST_PAGES).map((old) => pages.delete(old)));
    } else if (answer.status === 404 || answer.status === 410) {
        await pages.delete(name);
    }
    return answer;
}

async function page(event, url) {
    const name = keptName(url);
    const fresh = fetchPage(event.request, name).catch(() => null);
    const kept = name && await caches.match(name);
    if (!kept) return await fresh ?? noNetwork(url);
    event.waitUntil(fresh);
    const late = new Promise((give) => setTimeout(give, PATIENCE_MS));
    const answer = await Promise.race([fresh, late]);
    return answer && answer.status < 500 ? answer : kept;
}

// The page that says so has its own address, behind which stands what was asked for: the application would not find its
// way under another one.
async function noNetwork({ pathname, search }) {
    if (pathname !== "/offline") return Response.redirect(`/offline#${pathname}${search}`);
    return await caches.match("/offline") ?? Response.error();
}

async function asset(request) {
    const kept = await caches.match(request);
    if (kept) return kept;
    const answer = await fetch(request);
    if (answer.ok && request.url.includes(`${PKG}/`)) {
        const shell = await caches.open(SHELL);
        await shell.put(request, answer.clone());
    }
    return answer;
}
