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
        if (!box) return;
        box.checked = box.checked || root.classList.contains("big");
        const keep = () => {
            root.classList.toggle("big", box.checked);
            try { localStorage.big = box.checked ? 1 : ""; } catch {}
        };
        box.addEventListener("change", keep);
    });
}
