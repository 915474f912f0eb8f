// Sends complaints that wait on this phone, each with its key, so that sending one twice counts once. report.js puts
// one into the list before anything is sent; it leaves the list when it was answered, and its receipt is kept beside.
// What is refused comes back as a draft. Lines are joined when the page is put together: end each statement.
{
    const list = (name) => { try { return JSON.parse(localStorage[name] || "[]"); } catch { return []; } };
    const send = async () => {
        for (const { path, body, key, site } of list("complaints")) {
            const headers = { "content-type": "application/json", "idempotency-key": key };
            const answer = await fetch(path, { method: "POST", headers, body }).catch(() => null);
            // Trying again later may help.
            if (!answer || answer.status === 429 || answer.status >= 500) continue;
            const told = await answer.json().catch(() => null);
            if (!told) continue;
            const others = list("receipts").filter((one) => one.receipt !== told.receipt);
            if (answer.ok) localStorage.receipts = JSON.stringify([...others, { ...told, site }]);
            else localStorage["draft " + path] = body;
            localStorage.complaints = JSON.stringify(list("complaints").filter((one) => one.key !== key));
            dispatchEvent(new CustomEvent("answered", { detail: { key, ok: answer.ok, told } }));
        }
        dispatchEvent(new Event("tried"));
    };
    addEventListener("online", send);
    if (list("complaints").length) send();
}
