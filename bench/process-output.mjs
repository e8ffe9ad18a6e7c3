// Prints JSON: how fast a program's output is taken in, and how much memory its supervisor needs for it and when nothing happens.
// Usage: node bench/process-output.mjs [MiB to print, default 1024]   (Node 24, Linux)
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openProcessRunner } from "../packages/processes/src/index.ts";

const mebibytes = Number(process.argv[2] ?? 1024);
const directory = mkdtempSync(path.join(tmpdir(), "plumbline-bench-"));
const runner = openProcessRunner({ directory });
const limits = { timeMs: 3_600_000, diskBytes: 2 ** 40, logBytes: 64 * 2 ** 20 };
const spec = (code) => ({ command: [process.execPath, "-e", code], env: {}, secrets: ["never printed"], limits, graceMs: 0 });

const supervisorOf = (name) => JSON.parse(readFileSync(path.join(directory, name, "supervisor.json"), "utf8")).pid;
const memoryMiB = (pid, field) =>
  Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024);

/** Reads as a shipper does, until the program has ended; answers lines, bytes of the peak and seconds. */
async function ship(name) {
  const begin = performance.now();
  const pid = supervisorOf(name);
  let [offset, lines, lostLines, peakMiB] = [0, 0, 0, 0];
  while (true) {
    const { state } = await runner.observe(name);
    if (state === "running") peakMiB = Math.max(peakMiB, memoryMiB(pid, "VmHWM"));
    const page = await runner.readLog(name, { offset, maxBytes: 4 * 2 ** 20 });
    const isNew = page.nextOffset > offset;
    ({ nextOffset: offset } = page);
    lines += page.lines.length;
    lostLines += page.lostLines;
    await runner.releaseLog(name, { offset });
    if (!isNew && state === "ended") break;
    if (!isNew) await delay(50);
  }
  return { seconds: Number(((performance.now() - begin) / 1000).toFixed(1)), lines, lostLines, supervisorPeakMiB: peakMiB };
}

const printing = `const text = ("x".repeat(99) + "\\n").repeat(10485); for (let n = 0; n < ${mebibytes}; n += 1) require("node:fs").writeSync(1, text);`;
const begin = performance.now();
await runner.start("idle", spec("setInterval(() => 0, 1000)"));
const startMs = Math.round(performance.now() - begin);
await delay(7000);
const idleMiB = memoryMiB(supervisorOf("idle"), "VmRSS");
await runner.start("output", spec(printing));
const output = await ship("output");
await runner.stopAll({ graceMs: 0 });
rmSync(directory, { recursive: true });
console.log(JSON.stringify({ node: process.version, mebibytes, startMs, supervisorIdleMiB: idleMiB, output }, undefined, 2));
