// Loads the application once the page is idle; under Save-Data or 2G only when a tap asks for it; in the official area,
// which is nothing without it, at once.
// A tap on [data-app] before that loads it at once and is then replayed. If it does not come, everything plain works.
// The class `live` on the root says that it has taken over. PKG is the folder of this build.
// Lines are joined when the page is put together: end each statement.
let app, ready;
const load = () => app ??= import("PKG/app.js").then(async (module) => {
    Object.assign(window, JSON.parse(document.getElementById("data").textContent));
    await module.default({ module_or_path: "PKG/app.wasm" });
    // Compiling and taking over are two tasks, so that a tap in between is answered.
    await new Promise((done) => setTimeout(done));
    await module.hydrate();
    ready = true;
    document.documentElement.classList.add("live");
}).catch(() => { app = null; });
const late = () => new Promise((done) => setTimeout(done, 6000));
addEventListener("click", (event) => {
    const target = !ready && event.target.closest("[data-app]");
    if (!target) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    Promise.race([load(), late()]).then(() => {
        ready = true;
        target.click();
    });
}, true);
const { saveData, effectiveType } = navigator.connection ?? {};
const idle = () => (window.requestIdleCallback ?? setTimeout)(load, { timeout: 4000 });
if (location.pathname.startsWith("/official")) load();
else if (!saveData && !/2g/.test(effectiveType)) document.readyState === "complete" ? idle() : addEventListener("load", idle);
