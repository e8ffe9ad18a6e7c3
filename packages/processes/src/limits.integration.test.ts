import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestRunner, script, shell } from "./open-test-runner.ts";

const mebibyte = 1024 * 1024;
const limits = { timeMs: 60_000, diskBytes: 1024 * mebibyte, logBytes: mebibyte };

let at: Awaited<ReturnType<typeof openTestRunner>>;
beforeAll(async () => {
  at = await openTestRunner();
});
afterAll(() => at.close());

test("when its time is over a program is asked to end, and says so in its log", async () => {
  const end = await at.run(
    "time",
    shell("trap 'echo saved; exit 9' TERM; while :; do sleep 0.05; done", { limits: { ...limits, timeMs: 500 }, graceMs: 20_000 }),
  );
  expect(end).toMatchObject({ cause: "time-limit", exitCode: 9, signal: null });
  expect(end.message).toBe("The program passed its time limit of 0.5 s, and ended with exit code 9.");
  const texts = await at.texts("time");
  expect(texts[0]).toBe("the time limit of 0.5 s is over");
  expect(texts.at(-1)).toBe("saved");
});

test("one that does not listen is killed after the grace", async () => {
  const end = await at.run("deaf", shell("trap '' TERM; sleep 60", { limits: { ...limits, timeMs: 300 }, graceMs: 300 }));
  expect(end).toMatchObject({ cause: "time-limit", exitCode: null, signal: "SIGKILL" });
  expect(end.endedAt.getTime() - end.startedAt.getTime()).toBeGreaterThanOrEqual(600);
});

test("a directory that grows past its limit ends the program", async () => {
  const fill = "head -c 8388608 /dev/zero > $TMPDIR/fill; sync; sleep 60";
  const end = await at.run("disk", shell(fill, { limits: { ...limits, diskBytes: 4 * mebibyte } }));
  expect(end).toMatchObject({ cause: "disk-limit", signal: "SIGTERM" });
  expect(end.message).toContain("4,194,304 bytes on disk");
});

test("memory past the limit ends the program at once", async () => {
  const hold = "const held = Buffer.alloc(300 * 1024 * 1024, 1); setInterval(() => held[0], 1000)";
  const end = await at.run("memory", script(hold, { limits: { ...limits, memoryBytes: 200 * mebibyte }, graceMs: 60_000 }));
  expect(end).toMatchObject({ cause: "memory-limit", exitCode: null, signal: "SIGKILL" });
});

test("memory counts over all processes of the program", async () => {
  const hold = "const held = Buffer.alloc(120 * 1024 * 1024, 1); setInterval(() => held[0], 1000)";
  const both = `const { spawn } = require("node:child_process"); for (const _ of [1, 2]) spawn(process.execPath, ["-e", ${JSON.stringify(hold)}]);`;
  const end = await at.run("together", script(both, { limits: { ...limits, memoryBytes: 250 * mebibyte } }));
  expect(end).toMatchObject({ cause: "memory-limit" });
});
