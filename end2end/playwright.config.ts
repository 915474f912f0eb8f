// The browser journeys: `cargo xtask test` runs them on the release build, `npx playwright test` on whatever MINGXIN names.
import { defineConfig, devices } from "@playwright/test";

const phone = { ...devices["Galaxy S8"], viewport: { width: 360, height: 640 }, screen: { width: 360, height: 640 } };
const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } };

/** Journeys that are the same on every screen, so one is enough. */
const ONCE = /(contractor-prints|client-reads)-.*\.spec\.ts/;
/** Needs the machine for itself. */
const ALONE = /lighthouse-.*\.spec\.ts/;

const visitors = [
    { name: "phone", use: phone, testIgnore: [ONCE, ALONE] },
    { name: "desktop", use: desktop, testIgnore: [ONCE, ALONE] },
    { name: "phone without script", use: { ...phone, javaScriptEnabled: false }, grep: /@plain/ },
    { name: "once", use: desktop, testMatch: ONCE },
];

export default defineConfig({
    testDir: "tests",
    outputDir: "test-results",
    globalSetup: "./fixtures/district.ts",
    fullyParallel: true,
    workers: 2,
    forbidOnly: Boolean(process.env.CI),
    // A shared machine stalls now and then; what passes only the second time is listed as flaky, never hidden.
    retries: process.env.CI ? 1 : 0,
    timeout: 60_000,
    expect: { timeout: 15_000 },
    reporter: "list",
    use: {
        locale: "zh-CN",
        timezoneId: "Asia/Shanghai",
        trace: "retain-on-failure",
        launchOptions: {
            executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
            args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        },
    },
    projects: [
        ...visitors,
        { name: "lighthouse", testMatch: ALONE, fullyParallel: false, dependencies: visitors.map(({ name }) => name) },
    ],
});
