import { expect, test } from "vitest";
import { countText, exactNumber, formatBytes, formatCount, formatMemory, formatNumber } from "./number.ts";

test.each([
  [0, "0"],
  [0.870512, "0.8705"],
  [0.5, "0.5000"],
  [-0.0026, "−0.002600"],
  [12, "12"],
  [1841906, "1,841,906"],
  [1234.5678, "1,235"],
  [123456789, "1.235e8"],
  [0.00001234, "1.234e−5"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "Infinity"],
  [Number.NEGATIVE_INFINITY, "−Infinity"],
])("%d reads as %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("the exact form reads back to the same number", () => {
  const value = 0.1 + 0.2;
  expect(Number(exactNumber(value))).toBe(value);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [41_700, "41.7 kB"],
  [126_400, "126 kB"],
  [5_000_000_000, "5.0 GB"],
])("%d bytes read as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("counts carry thousands separators", () => {
  expect(formatCount(26480)).toBe("26,480");
});

test("a count comes with its noun", () => {
  expect(countText(1, "vote")).toBe("1 vote");
  expect(countText(1200, "vote")).toBe("1,200 votes");
  expect(countText(0, "retry", "retries")).toBe("0 retries");
});

test.each([
  [512, "512 B"],
  [2 ** 31, "2 GiB"],
  [65_712_999_629, "61.2 GiB"],
  [200.4 * 2 ** 30, "200 GiB"],
  [2 ** 60, "1024 PiB"],
])("%d bytes of memory are %s", (bytes, text) => {
  expect(formatMemory(bytes)).toBe(text);
});
