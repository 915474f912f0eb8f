import type { Locator, Page } from "@playwright/test";

/** 查工地. */
export class HomePage {
    readonly box: Locator;
    readonly search: Locator;
    readonly near: Locator;
    readonly found: Locator;

    constructor(readonly page: Page) {
        this.box = page.getByRole("searchbox", { name: /工地、公司、地址/ });
        this.search = page.getByRole("button", { name: "查", exact: true });
        this.near = page.getByRole("button", { name: "我附近的工地" });
        this.found = page.getByRole("listitem").filter({ hasText: "总包：" });
    }

    async open() {
        await this.page.goto("/");
    }

    /** Type, and send the form. */
    async lookUp(words: string) {
        await this.box.fill(words);
        await this.search.click();
    }

    /** The hit that leads to this board. */
    hit(token: string): Locator {
        return this.found.filter({ has: this.page.locator(`a[href="/b/${token}"]`) });
    }
}
