import { expect, test } from "vitest";
import { inTime, table } from "./job-words.ts";

test.each([
  [0, "0s"],
  [59.4, "59s"],
  [60, "1m"],
  [3599, "59m"],
  [3600, "1h 00m"],
  [3 * 3600 + 5 * 60, "3h 05m"],
  [-5, "0s"],
])("%s seconds are %s", (seconds, words) => {
  expect(inTime(seconds)).toBe(words);
});

test("cells stand below one another, without spaces at the end", () => {
  expect(
    table([
      ["train-1", "running", ""],
      ["a-2", "queued", "waits"],
    ]),
  ).toEqual(["train-1  running", "a-2      queued   waits"]);
});
