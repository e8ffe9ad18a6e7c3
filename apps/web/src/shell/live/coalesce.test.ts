import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { coalesce } from "./coalesce.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("many mentions of one key are one reading, soon", () => {
  const read = vi.fn();
  const waiting = coalesce<string>(1000, read);
  for (let count = 0; count < 50; count += 1) waiting.add("run 1", "run 1");
  waiting.add("run 2", "run 2");
  vi.advanceTimersByTime(100);
  expect(read.mock.calls).toEqual([[["run 1", "run 2"]]]);
});

test("a steady flow is read at its pace, the last mention too", () => {
  const read = vi.fn();
  const waiting = coalesce<number>(1000, read);
  for (let at = 0; at < 30; at += 1) {
    waiting.add("run", at);
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(2000);
  expect(read.mock.calls.length).toBeLessThanOrEqual(5);
  expect(read.mock.calls.at(-1)).toEqual([[29]]);
});

test("nothing is read after the stop", () => {
  const read = vi.fn();
  const waiting = coalesce<string>(1000, read);
  waiting.add("run", "run");
  waiting.stop();
  vi.advanceTimersByTime(5000);
  expect(read).not.toHaveBeenCalled();
});
