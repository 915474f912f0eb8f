import { expect, type Locator, type Page } from "@playwright/test";

/** 我没拿到工资: four questions; one a screen where there is script. */
export class ReportPage {
    readonly onward: Locator;
    readonly send: Locator;
    readonly amount: Locator;
    readonly people: Locator;
    readonly contact: Locator;
    readonly story: Locator;
    readonly receipt: Locator;
    readonly waits: Locator;
    readonly progress: Locator;

    constructor(readonly page: Page) {
        this.onward = page.getByRole("button", { name: "下一步" });
        this.send = page.getByRole("button", { name: "送出" });
        this.amount = page.getByLabel("一共大约多少元？");
        this.people = page.getByLabel("连你在内，大约几个人");
        this.contact = page.getByLabel("电话", { exact: true });
        this.story = page.getByLabel("还想说的");
        this.receipt = page.locator("[data-receipt]");
        this.waits = page.getByRole("heading", { name: "已记在手机里" });
        this.progress = page.getByRole("button", { name: "查进度" }).first();
    }

    async open(token: string) {
        await this.page.goto(`/b/${token}/report`);
    }

    /** Go on to the next question, where they come one by one. */
    async next() {
        if (await this.onward.first().isVisible()) await this.onward.filter({ visible: true }).click();
    }

    /** Answer everything and send it. */
    async tell(words: { amount?: string; contact?: string; story?: string }) {
        await expect(this.page).toHaveURL(/\/report$/);
        await this.page.waitForLoadState();
        if (words.amount) await this.amount.fill(words.amount);
        await this.next();
        await this.next();
        if (words.contact) await this.contact.fill(words.contact);
        await this.next();
        if (words.story) await this.story.fill(words.story);
        await this.send.click();
    }

    /** The receipt, once it is shown. */
    async code(): Promise<string> {
        await expect(this.receipt).toHaveText(/^\w{4}-\w{4}-\w{4}$/);
        return (await this.receipt.textContent())!;
    }
}
