import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestRunner, script, shell } from "./open-test-runner.ts";

/** Only the superuser may mount a file system of one megabyte, and not in every container. */
function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const directory = mkdtempSync(path.join(tmpdir(), "plumbline-small-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", directory], { stdio: "ignore" });
    execFileSync("umount", [directory]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(directory);
  }
}

const kibibyte = 1024;
const limits = { timeMs: 60_000, diskBytes: 2 ** 30, logBytes: 256 * kibibyte };

let at: Awaited<ReturnType<typeof openTestRunner>>;
beforeAll(async () => {
  at = await openTestRunner();
});
afterAll(() => at.close());

test("a last line without an end is a line", async () => {
  await at.run("endless", shell("printf 'one\\ntwo'"));
  expect(await at.texts("endless")).toEqual(["one", "two"]);
});

test("bytes that are no text are replaced, and lines around them stay", async () => {
  const code =
    "process.stdout.write(Buffer.concat([Buffer.from('a\\n'), Buffer.from([0, 255, 254, 0x80, 10]), Buffer.from('\\u00e9b\\n')]))";
  await at.run("garbage", script(code));
  expect(await at.texts("garbage")).toEqual(["a", "\uFFFD\uFFFD\uFFFD\uFFFD", "\u00e9b"]);
});

test("a secret is masked that is written in pieces, one byte at a time", async () => {
  const held = "gehe\u00efm-\u00e9-123";
  const code = `
    const bytes = [...Buffer.from("key: " + process.env.KEY + " end\\n")];
    const timer = setInterval(() => { process.stdout.write(Buffer.from([bytes.shift()])); if (bytes.length === 0) clearInterval(timer); }, 2);
  `;
  await at.run("pieces", script(code, { env: { KEY: held }, secrets: [held] }));
  expect(await at.texts("pieces")).toEqual(["key: *** end"]);
});

test("a line is seen while the program runs", async () => {
  await at.runner.start("live", shell("echo now; sleep 60"));
  await at.waitForLine("live", /now/);
  expect(await at.runner.observe("live")).toMatchObject({ state: "running" });
});

test("a page is about as large as was asked for, and pages follow each other", async () => {
  await at.run("pages", shell("seq 1 20000", { limits: { ...limits, logBytes: 8 * 1024 * kibibyte } }));
  const page = await at.runner.readLog("pages", { offset: 0, maxBytes: 1 });
  expect(page.lines.length).toBeGreaterThan(100);
  expect(page.lines.length).toBeLessThan(10_000);
  const next = await at.runner.readLog("pages", { offset: page.nextOffset, maxBytes: 1 });
  expect(next.lines[0]?.number).toBe((page.lines.at(-1)?.number ?? 0) + 1);
  expect(await at.texts("pages")).toEqual(Array.from({ length: 20_000 }, (_, index) => String(index + 1)));
});

test("of a log that reached its limit the beginning and the end are kept, and what is missing is counted", async () => {
  const end = await at.run("full", shell("seq 1 100000; echo Traceback: the reason", { limits }));
  expect(end).toMatchObject({ exitCode: 0 });
  const { lines, lostLines } = await at.readAll("full");
  const texts = lines.map(({ text }) => text);
  const gap = lines.findIndex(({ stream }) => stream === "platform");
  expect(texts[gap]).toBe(
    `${lostLines.toLocaleString("en")} lines are missing here: the log had reached its limit of 262,144 bytes, or the disk was full`,
  );
  expect(texts.slice(0, 2)).toEqual(["1", "2"]);
  expect(texts.at(-1)).toBe("Traceback: the reason");
  expect(Number(texts[gap + 1]) - Number(texts[gap - 1]) - 1).toBe(lostLines);
  expect(lines.length - 1 + lostLines).toBe(100_001);
  expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1));
});

test("a reader that releases what it has keeps up with any amount", async () => {
  const code = `
    const fs = require("node:fs");
    const part = (n) => fs.writeSync(1, Array.from({ length: 2000 }, (_, i) => n + "-" + i + "x".repeat(50)).join("\\n") + "\\n");
    let n = 0;
    const timer = setInterval(() => { if (fs.existsSync("go-" + n)) part(n++); if (n === 8) clearInterval(timer); }, 10);
  `;
  await at.runner.start("released", script(code, { limits }));
  let offset = 0;
  let count = 0;
  for (let part = 0; part < 8; part += 1) {
    await writeFile(`${at.work("released")}/go-${part}`, "");
    while (count < (part + 1) * 2000) {
      const page = await at.runner.readLog("released", { offset, maxBytes: 64 * kibibyte });
      count += page.lines.length + page.lostLines;
      expect(page.lostLines).toBe(0);
      offset = page.nextOffset;
      await at.runner.releaseLog("released", { offset });
    }
  }
  await at.waitForEnd("released");
  expect(count).toBe(16_000);
});

test("64 MiB of output leave the supervisor small, and the program is not held up for ever", async () => {
  const code = `
    const line = Buffer.from(("y".repeat(1023) + "\\n").repeat(64));
    for (let times = 0; times < 1024; times += 1) require("node:fs").writeSync(1, line);
    console.log("peak", require("node:fs").readFileSync("/proc/" + process.ppid + "/status", "utf8").match(/VmHWM:\\s+(\\d+)/)[1]);
  `;
  const end = await at.run("flood", script(code, { limits: { ...limits, logBytes: 16 * 1024 * kibibyte }, secrets: ["never printed"] }));
  expect(end).toMatchObject({ exitCode: 0 });
  const { lines, lostLines } = await at.readAll("flood");
  expect(lines.length - 1 + lostLines).toBe(64 * 1024 + 1);
  const peakBytes = Number(/peak (\d+)/.exec(lines.at(-1)?.text ?? "")?.[1]) * kibibyte;
  expect(peakBytes).toBeLessThan(160 * 1024 * kibibyte);
});

test.runIf(canMount())("a full disk loses lines and counts them, and neither the program nor its end", async () => {
  const small = await openTestRunner();
  await mkdir(small.directory, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", small.directory]);
  try {
    const steps = ["seq 1 50000", "head -c 2000000 /dev/zero > fill", "seq 1 1000", "rm fill", "echo over; exit 5"];
    const end = await small.run("full-disk", shell(steps.join("\n")));
    expect(end).toMatchObject({ cause: "exited", exitCode: 5 });
    const { lines, lostLines } = await small.readAll("full-disk");
    // With the one in which head says that it could not write.
    const own = lines.filter(({ stream }) => stream !== "platform");
    expect(own.length + lostLines).toBe(51_002);
    expect(own.findLast(({ stream }) => stream === "stdout")?.text).toBe("over");
  } finally {
    await small.runner.stopAll({ graceMs: 0 });
    execFileSync("umount", [small.directory]);
    await small.close();
  }
});
