import { createHash } from "node:crypto";
import { expect, test } from "../fixtures/test";

test("the policy admits only the scripts that stand in the page", async ({ request, board }) => {
    for (const path of ["/", "/rights", `/b/${board.token}`, `/b/${board.token}/print?size=a3`, "/official"]) {
        const answer = await request.get(path);
        const policy = answer.headers()["content-security-policy"]!;
        const of = (name: string) => policy.split(";").find((part) => part.trim().startsWith(`${name} `)) ?? "";
        expect(of("script-src")).not.toContain("unsafe-inline");
        expect(of("script-src")).not.toContain("'unsafe-eval'");
        expect(of("style-src")).not.toContain("unsafe-inline");
        expect(of("object-src")).toContain("'none'");
        expect(of("frame-ancestors")).toContain("'none'");
        const html = await answer.text();
        const inline = [...html.matchAll(/<script(?: type="module")?>([^<]*)<\/script>/g)].map(([, script]) => script!);
        expect(inline.length).toBeGreaterThan(0);
        for (const script of inline) {
            expect(of("script-src")).toContain(createHash("sha256").update(script).digest("base64"));
        }
    }
});

test("nobody guesses at types or learns where visitors came from", async ({ request, board }) => {
    for (const path of ["/", `/b/${board.token}`, `/api/v1/boards/${board.token}`, `/b/${board.token}/qr.svg`, "/sw.js", "/nothing/here"]) {
        const headers = (await request.get(path)).headers();
        expect(headers["x-content-type-options"], path).toBe("nosniff");
    }
    expect((await request.get(`/b/${board.token}`)).headers()["referrer-policy"]).toBe("same-origin");
});

test("what has not changed is not sent again", async ({ request, board }) => {
    for (const path of ["/", `/b/${board.token}`, `/api/v1/boards/${board.token}`]) {
        const first = await request.get(path);
        const tag = first.headers().etag!;
        expect(tag, path).toMatch(/^"[^"]+"$/);
        const again = await request.get(path, { headers: { "if-none-match": tag } });
        expect(again.status()).toBe(304);
        expect(await again.body()).toHaveLength(0);
    }
});

test("a board comes compressed, in one small piece", async ({ request, board }) => {
    const answer = await request.get(`/b/${board.token}`, { headers: { "accept-encoding": "br" } });
    expect(answer.headers()["content-encoding"]).toBe("br");
    expect(Number(answer.headers()["content-length"])).toBeLessThan(12_500);
});

test("the application is kept for good, the service worker never", async ({ request }) => {
    const html = await (await request.get("/")).text();
    const folder = /\/pkg-[^/"]+/.exec(html)![0];
    for (const file of ["app.js", "app.wasm"]) {
        const answer = await request.get(`${folder}/${file}`);
        expect(answer.status()).toBe(200);
        expect(answer.headers()["cache-control"]).toBe("public, max-age=31536000, immutable");
    }
    const worker = await request.get("/sw.js");
    expect(worker.headers()["cache-control"]).toBe("no-cache");
    expect(await worker.text()).toContain(folder);
});

test("a failure says what to do, as RFC 9457 has it", async ({ request }) => {
    const answer = await request.get("/api/v1/boards/0000000000");
    expect(answer.status()).toBe(404);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ status: 404, title: expect.any(String), detail: expect.any(String) });
});

test("a post from another site is refused", async ({ request, board }) => {
    const answer = await request.post(`/b/${board.token}/wrong`, {
        headers: { origin: "https://elsewhere.example" },
        form: { kind: "gone" },
    });
    expect(answer.status()).toBe(403);
});

test("the web app can be put on the home screen", async ({ request }) => {
    const manifest = await (await request.get("/manifest.webmanifest")).json();
    expect(manifest).toMatchObject({ name: expect.stringContaining("明薪"), start_url: "/", display: "standalone" });
    for (const { src } of manifest.icons) expect((await request.get(src)).status(), src).toBe(200);
});
