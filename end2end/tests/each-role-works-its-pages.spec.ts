// Every role opens every page that its navigation offers, and is told so where it may not go.
import { DOOR, expectAccessible, signIn } from "../fixtures/official";
import { expect, test } from "../fixtures/test";

/** The roles' accounts, each with a page that the role may not open. */
const ROLES: { account: string; role: string; closed?: string }[] = [
    { account: "demo-admin", role: "管理员" },
    { account: "demo-office", role: "联席办", closed: "/official/users" },
    { account: "demo-labour", role: "人社劳动监察", closed: "/official/users" },
    { account: "demo-housing", role: "行业主管部门", closed: "/official/audit" },
    { account: "demo-street", role: "街道", closed: "/official/audit" },
    { account: "demo-audit", role: "审计", closed: "/official/users" },
    { account: "demo-firm", role: "企业劳资专管员", closed: "/official/audit" },
];

for (const { account, role, closed } of ROLES) {
    test(`${role}: every page of the navigation opens`, async ({ page, trouble }) => {
        // Axe reads a dozen pages.
        test.setTimeout(180_000);
        trouble.expect(...DOOR, / 403 /, /status of 403/);
        await signIn(page, account);
        const links = page.getByRole("navigation", { name: "工作台" }).getByRole("link");
        const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
        expect(paths.length).toBeGreaterThan(2);
        for (const path of paths) {
            await page.goto(path);
            await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
            await expect(page.locator("main [aria-busy=true]"), path).toHaveCount(0);
            await expect(page.getByText("您的角色不能做这件事"), path).toHaveCount(0);
            await expectAccessible(page);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            expect(wide, `${path} does not scroll sideways`).toBeLessThanOrEqual(0);
        }
        if (closed) {
            await page.goto(closed);
            await expect(page.getByText("您的角色不能做这件事").first()).toBeVisible();
            await expectAccessible(page);
        }
    });
}

test("the keyboard alone signs in, opens a project and comes back", async ({ page, trouble }) => {
    trouble.expect(...DOOR);
    await page.goto("/official/projects");
    await page.getByLabel("账号").focus();
    await page.keyboard.type("demo-office");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Shi-Li-Qu-2026");
    await page.keyboard.press("Enter");
    const names = page.locator("table.projects tbody a");
    await names.first().focus();
    const name = await names.first().textContent();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name!);
    await page.goBack();
    await expect(names.first()).toBeVisible();
});
