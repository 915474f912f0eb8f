// Loads the application once the page is idle; under Save-Data or 2G only when a tap asks for it.
// A tap on [data-app] before that loads it at once and is then replayed. Without it, everything plain still works.
// PKG is the folder of this build. Lines are joined when the page is put together: end each statement.
let app, ready;
const page = () => JSON.parse(document.getElementById("data").textContent);
const load = () => app ??= import("PKG/app.js").then(async (module) => {
    Object.assign(window, page());
    await module.default({ module_or_path: "PKG/app.wasm" });
    await module.hydrate();
    ready = true;
});
addEventListener("click", (event) => {
    const target = ready || event.target.closest("[data-app]");
    if (ready || !target) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    load().catch(() => { ready = true; }).then(() => target.click());
}, true);
const { saveData, effectiveType } = navigator.connection ?? {};
const idle = window.requestIdleCallback ?? ((run) => setTimeout(run, 200));
if (!saveData && !/2g/.test(effectiveType)) {
    const quiet = () => load().catch(() => { app = null; });
    const wait = () => idle(quiet, { timeout: 4000 });
    document.readyState === "complete" ? wait() : addEventListener("load", wait);
}
