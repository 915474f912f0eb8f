// 我没拿到工资 and 查进度 with script: one question a screen, saved as typed, receipts kept on this phone. Without it the
// same page is one plain form. Lines are joined when the page is put together: end each statement.
const one = (selector, inside = document) => inside.querySelector(selector);
const list = (name) => { try { return JSON.parse(localStorage[name] ?? "[]"); } catch { return []; } };
const form = one("form[data-report]");
if (form) {
    const path = form.dataset.report;
    const draft = "draft " + path;
    const steps = [...form.querySelectorAll("fieldset")];
    const values = () => Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "anonymous"));
    const show = (at, focus) => {
        steps.forEach((step, place) => { step.hidden = place !== at; });
        const told = values();
        const month = (name) => form.elements[name].selectedOptions[0].textContent;
        const lines = {
            months: told.from === told.to ? month("to") : month("from") + " 到 " + month("to"),
            amount: told.amount ? told.amount + "元左右" : "说不准",
            people: told.people + "人",
            contact: told.contact || "不留，匿名反映",
        };
        for (const line in lines) one("[data-told=" + line + "]").textContent = lines[line];
        if (!focus) return;
        one("legend", steps[at]).focus({ preventScroll: true });
        steps[at].scrollIntoView();
    };
    try {
        const kept = JSON.parse(localStorage[draft] ?? "{}");
        for (const name in kept) if (form.elements[name]) form.elements[name].value = kept[name];
    } catch {}
    form.classList.add("stepped");
    show(0);
    form.addEventListener("input", () => { try { localStorage[draft] = JSON.stringify(values()); } catch {} });
    form.addEventListener("click", ({ target }) => {
        const step = Number(target.dataset?.step ?? 0);
        if (!step) return;
        const at = steps.findIndex((one) => !one.hidden);
        show(at + step, true);
    });
    form.addEventListener("keydown", (event) => {
        const at = steps.findIndex((one) => !one.hidden);
        if (event.key !== "Enter" || event.target.tagName !== "INPUT" || at === steps.length - 1) return;
        event.preventDefault();
        show(at + 1, true);
    });
    const outcome = (name, focus = true) => {
        for (const part of document.querySelectorAll("[data-outcome]")) part.hidden = part.dataset.outcome !== name;
        form.hidden = name !== "refused";
        if (focus) one("[data-outcome=" + name + "] h2").focus();
    };
    let mine;
    form.addEventListener("submit", (event) => {
        const bits = crypto.getRandomValues(new Uint8Array(16));
        mine = [...bits].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        const complaint = { path, body: JSON.stringify(values()), key: mine, site: form.dataset.site };
        try {
            localStorage.complaints = JSON.stringify([...list("complaints"), complaint]);
            localStorage.removeItem(draft);
        } catch { return; }
        event.preventDefault();
        outcome("sending");
        dispatchEvent(new Event("online"));
    });
    addEventListener("answered", ({ detail: { key, ok, told } }) => {
        if (key !== mine) return;
        if (ok) {
            one("[data-receipt]").textContent = told.receipt;
            one("[data-number]").textContent = told.number;
            one("[data-outcome=sent] [name=receipt]").value = told.receipt;
        } else {
            one("[data-why]").textContent = (told.errors ?? []).map((error) => error.message).join("；") || told.detail || told.title;
            show(steps.length - 1);
        }
        outcome(ok ? "sent" : "refused");
        held();
    });
    addEventListener("tried", () => {
        if (mine && list("complaints").some(({ key }) => key === mine)) outcome("waits");
        held();
    });
}
const copy = one("[data-copy]");
copy?.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(one("[data-receipt]").textContent);
    copy.textContent = "复制好了";
});
// What this phone holds: complaints that wait for a network, and receipts.
function held() {
    const waiting = one("[data-waiting]");
    const count = list("complaints").length;
    if (waiting) {
        waiting.hidden = !count;
        one("b", waiting).textContent = count;
    }
    const box = one("[data-held]");
    if (!box) return;
    const receipts = list("receipts");
    box.hidden = !receipts.length;
    const model = one("template", box);
    box.querySelectorAll("li").forEach((line) => line.remove());
    for (const { receipt, site } of receipts) {
        const line = model.content.cloneNode(true);
        one("[name=receipt]", line).value = receipt;
        one("[data-site]", line).textContent = site;
        one("[data-code]", line).textContent = receipt;
        one("[data-forget]", line).addEventListener("click", () => {
            localStorage.receipts = JSON.stringify(list("receipts").filter((other) => other.receipt !== receipt));
            held();
        });
        one("ul", box).append(line);
    }
}
held();
