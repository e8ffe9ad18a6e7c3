import { expect, test } from "vitest";
import { jobCounts } from "./job-counts.ts";

test("jobs are counted by what they do now", () => {
  const jobs = (["running", "starting", "queued", "waiting", "suspended"] as const).map((state) => ({ state }));
  expect(jobCounts(jobs, false)).toBe("2 running, 2 waiting, 1 suspended");
  expect(jobCounts([{ state: "queued" }], true)).toBe("1 waiting, and more");
  expect(jobCounts([], false)).toBe("");
});
