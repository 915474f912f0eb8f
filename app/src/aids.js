// Before the first paint: what this browser can do (classes on the root show the buttons for it), and 字大 as chosen last.
// Lines are joined when the page is put together: end each statement.
{
    const root = document.documentElement;
    const stored = () => { try { return localStorage.big; } catch { return ""; } };
    const aids = {
        js: true,
        big: stored(),
        say: "speechSynthesis" in window,
        share: navigator.share,
        geo: isSecureContext && navigator.geolocation,
        scan: "BarcodeDetector" in window && navigator.mediaDevices,
    };
    for (const aid in aids) aids[aid] && root.classList.add(aid);
    addEventListener("DOMContentLoaded", () => {
        const box = document.getElementById("big");
        if (box) box.checked = root.classList.contains("big");
    });
    addEventListener("change", ({ target }) => {
        if (target.id !== "big") return;
        root.classList.toggle("big", target.checked);
        try { localStorage.big = target.checked ? 1 : ""; } catch {}
    });
}
