import { expect, test } from "vitest";
import { resamplesFor } from "./champion-job.ts";

test.each([
  [1, 2000],
  [100_000, 2000],
  [100_100, 1998],
  [999_999, 200],
  [5_000_000, 200],
])("a table of %d rows is resampled %d times", (rows, times) => {
  expect(resamplesFor(rows)).toBe(times);
});
