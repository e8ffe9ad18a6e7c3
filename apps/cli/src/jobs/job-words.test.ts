import type { Job } from "@plumbline/contracts/jobs/job";
import { expect, test } from "vitest";
import { inTime, jobRow, table } from "./job-words.ts";

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

test.each([
  [{ nodes: 1, gpus: 2, flavour: "h100" }, "2 h100"],
  [{ nodes: 4, gpus: 8, flavour: "h100" }, "4 x 2 h100"],
  [{ nodes: 2, gpus: 0, flavour: null }, "2 x 1.5 CPU"],
])("what %o holds is said by node", (resources, words) => {
  const job = { name: "train", number: 1, state: "queued", executor: "kubernetes", cluster: "gpu", submittedAt: "2026-01-01T00:00:00Z" };
  const row = jobRow({ ...job, startedAt: null, endedAt: null, reason: null, resources: { cpu: 1.5, ...resources } } as Job, 0);
  expect(row[2]).toBe(words);
});
