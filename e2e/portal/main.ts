import path from "node:path";
import { parseArgs } from "node:util";

// --junit FILE   one test case for each test
// -- ARGS        for Playwright, such as the name of a file or --headed
const { values, positionals } = parseArgs({ options: { junit: { type: "string" } }, allowPositionals: true });

if (values.junit) process.env.PLUMBLINE_E2E_JUNIT = path.resolve(values.junit);
process.argv.splice(2, process.argv.length, "test", "--config", path.join(import.meta.dirname, "playwright.config.ts"), ...positionals);
await import(import.meta.resolve("@playwright/test/cli"));
