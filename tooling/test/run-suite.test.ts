import { expect, test, vi } from "vitest";
// @ts-expect-error: plain JavaScript, because the oldest supported Node runs it
import { runSuite } from "./run-suite.mjs";

// Each test starts programs; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

const report = '<testsuite><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite>';
const write = (file: string, xml: string) => `require("fs").writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(xml)})`;

/** Outcomes of a suite whose program is one line of JavaScript. */
async function outcomesOf(line: (file: string) => string, more: object = {}): Promise<string[]> {
  const suite = { name: "s", minutes: 1, needs: [], command: (file: string) => ["-e", line(file)], ...more };
  const tests = (await runSuite(suite, { env: { PATH: "" }, signal: new AbortController().signal })) as Record<string, string>[];
  return tests.map(({ name, outcome, reason }) => [name, outcome, reason].filter(Boolean).join(", "));
}

test("a suite's tests are those of its report", async () => {
  expect(await outcomesOf((file) => `${write(file, report)}; process.exitCode = 1`)).toEqual(["a, passed", "b, failed"]);
});

test("a suite that reports success and ends badly has failed", async () => {
  const line = (file: string) => `${write(file, '<testsuite><testcase name="a"/></testsuite>')}; process.exitCode = 3`;
  expect(await outcomesOf(line)).toEqual(["a, passed", "s: it ended with status 3, failed"]);
});

test("a suite without a report has failed, also when it ends well", async () => {
  expect(await outcomesOf(() => "0")).toEqual(["s: it reported no test, failed"]);
});

test("a suite over its budget has failed, and is ended", async () => {
  expect(await outcomesOf(() => "setInterval(() => 0, 1000)", { minutes: 0.005 })).toEqual([
    "s: it took longer than 0.005 minutes, failed",
  ]);
});

test("a suite that says that it cannot run is skipped with its reason", async () => {
  expect(await outcomesOf(() => 'console.error("no Python"); process.exitCode = 77')).toEqual(["s, skipped, no Python"]);
});

test("a suite that keeps no report counts as one test", async () => {
  expect(await outcomesOf(() => "0", { report: "none" })).toEqual(["s, passed"]);
  expect(await outcomesOf(() => "process.exitCode = 1", { report: "none" })).toEqual(["s, failed"]);
});

test("a suite whose program this machine lacks is skipped", async () => {
  const [outcome] = await outcomesOf(() => "0", { needs: ["python"] });
  expect(outcome).toMatch(/^s, skipped, Python 3\.11 or newer/);
});
