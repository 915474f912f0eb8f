import type { Locator, Page } from "@playwright/test";

/** 这块牌子不对. */
export class WrongPage {
    readonly thanks: Locator;
    readonly waits: Locator;
    readonly numberDead: Locator;
    readonly damaged: Locator;
    readonly gone: Locator;

    constructor(readonly page: Page) {
        this.thanks = page.getByText("收到了，谢谢！");
        this.waits = page.getByText("已记在手机里");
        this.numberDead = page.getByRole("button", { name: "电话打不通" });
        this.damaged = page.getByRole("button", { name: "牌子坏了、看不清" });
        this.gone = page.getByRole("button", { name: "牌子不见了" });
    }

    async open(token: string) {
        await this.page.goto(`/b/${token}/wrong`);
    }

    async addNote(words: string) {
        await this.page.getByText("想补充说明（可不填）").click();
        await this.page.getByLabel(/^说明/).fill(words);
    }
}
