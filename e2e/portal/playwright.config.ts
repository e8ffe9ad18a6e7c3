import path from "node:path";
import { defineConfig, devices } from "@playwright/test";

const results = path.resolve(import.meta.dirname, "../../test-results/portal");
const junit = process.env.PLUMBLINE_E2E_JUNIT;

export default defineConfig({
  testDir: import.meta.dirname,
  projects: [
    // The password that the start printed is good once: its journey is made before any other.
    { name: "first start", testMatch: "first-run.spec.ts" },
    { name: "portal", testMatch: "*.spec.ts", testIgnore: "first-run.spec.ts", dependencies: ["first start"] },
  ],
  globalSetup: path.join(import.meta.dirname, "global-setup.ts"),
  outputDir: path.join(results, "failures"),
  // One browser beside one whole product is what two cores carry.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ...(junit ? [["junit", { outputFile: junit }] as const] : [])],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    // Nothing is measured or pictured halfway through a transition.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
