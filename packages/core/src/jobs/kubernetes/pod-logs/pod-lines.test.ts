import { expect, test } from "vitest";
import { parseLine } from "./pod-lines.ts";

const second = Date.parse("2026-01-02T03:04:05Z") * 1000;

test.each([
  ["2026-01-02T03:04:05.678901234Z epoch 1", { micros: second + 678_901, text: "epoch 1" }],
  ["2026-01-02T04:04:05.5+01:00 ", { micros: second + 500_000, text: "" }],
  ["2026-01-02T03:04:05Z a\0b", { micros: second, text: "a\uFFFDb" }],
])("%j", (line, expected) => {
  expect(parseLine(line)).toEqual(expected);
});

test("what has no time is no line, and a long one is cut", () => {
  expect(parseLine("failed to try resolving symlinks")).toBeUndefined();
  expect(parseLine(`2026-01-02T03:04:05Z ${"x".repeat(10_000)}`)?.text).toHaveLength(8192);
});
