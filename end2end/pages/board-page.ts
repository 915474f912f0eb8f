import type { Locator, Page } from "@playwright/test";

/** 告示牌: the page behind the code. */
export class BoardPage {
    readonly site: Locator;
    readonly pay: Locator;
    readonly whoPays: Locator;
    readonly notPaid: Locator;
    readonly call: Locator;
    readonly larger: Locator;
    readonly wrong: Locator;

    constructor(readonly page: Page) {
        this.site = page.getByRole("heading", { level: 1 });
        this.pay = page.locator(".pay");
        this.whoPays = page.getByText("没拿到，总包先垫付");
        this.notPaid = page.getByRole("link", { name: "我没拿到工资" });
        this.call = page.getByRole("link", { name: /^打电话/ });
        this.larger = page.getByText("字大", { exact: true });
        this.wrong = page.getByRole("link", { name: /这块牌子不对/ });
    }

    async open(token: string) {
        await this.page.goto(`/b/${token}`);
    }

    /** What the board says under this heading of Art. 34. */
    fact(label: string): Locator {
        return this.page.getByRole("definition").locator("..").filter({ has: this.page.getByText(label, { exact: true }) });
    }
}
