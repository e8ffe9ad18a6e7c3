import { expect, test } from "vitest";
import { assertSpec, type ProcessSpec, processLimits } from "./process-spec.ts";

const limits = { timeMs: 1, diskBytes: 1, logBytes: processLimits.minLogBytes };
const spec: ProcessSpec = { command: ["true"], env: {}, secrets: [], limits, graceMs: 0 };
const file = (path: string) => ({ files: [{ path, content: "" }] });

test.each<Partial<ProcessSpec>>([
  {},
  { env: { _A1: "" } },
  file("a"),
  file("a/b.c"),
  file("..a"),
  { graceMs: processLimits.maxGraceMs },
  { limits: { ...limits, timeMs: processLimits.maxTimeMs } },
])("%j is a spec", (changes) => {
  expect(() => assertSpec({ ...spec, ...changes })).not.toThrow();
});

test.each<[Partial<ProcessSpec>, RegExp]>([
  [{ command: [] }, /needs a program/],
  [{ command: [""] }, /needs a program/],
  [{ command: ["a", "b\0"] }, /NUL/],
  [{ env: { "A-B": "" } }, /no name of an environment variable/],
  [{ env: { "1A": "" } }, /no name of an environment variable/],
  [{ env: { A: "\0" } }, /NUL/],
  [{ env: { PLUMBLINE_STATUS_FILE: "x" } }, /set by the runner/],
  [file("../a"), /working directory/],
  [file(".."), /working directory/],
  [file("/a"), /working directory/],
  [file("a/../b"), /working directory/],
  [file("a/"), /working directory/],
  [file(""), /working directory/],
  [{ files: Array.from({ length: processLimits.maxFiles + 1 }, (_, index) => ({ path: `f${index}`, content: "" })) }, /files/],
  [{ limits: { ...limits, timeMs: 0 } }, /limits.timeMs/],
  [{ limits: { ...limits, timeMs: processLimits.maxTimeMs + 1 } }, /limits.timeMs/],
  [{ limits: { ...limits, diskBytes: 0.5 } }, /limits.diskBytes/],
  [{ limits: { ...limits, memoryBytes: 0 } }, /limits.memoryBytes/],
  [{ limits: { ...limits, logBytes: processLimits.minLogBytes - 1 } }, /limits.logBytes/],
  [{ graceMs: -1 }, /graceMs/],
])("%j is none", (changes, message) => {
  expect(() => assertSpec({ ...spec, ...changes })).toThrow(message);
});
