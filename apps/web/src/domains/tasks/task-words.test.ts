import type { Task } from "@plumbline/contracts/tasks";
import { expect, test } from "vitest";
import { taskName, taskSign } from "./task-words.ts";

test.each([
  ["artifacts.collect-garbage", { what: "Collect garbage", noun: "artifacts" }],
  ["kernel.prune", { what: "Prune", noun: "kernel" }],
])("%s reads as words", (name, words) => {
  expect(taskName(name)).toEqual(words);
});

const task: Task = {
  id: "0198c2a4-7d1e-7000-8000-000000000000",
  name: "datasets.profile",
  state: "queued",
  attempts: 0,
  maxAttempts: 3,
  failure: null,
  createdAt: "2026-11-27T10:00:00.000Z",
  startedAt: null,
  finishedAt: null,
};

test.each<[Partial<Task>, string, string | null]>([
  [{}, "Waiting since", task.createdAt],
  [{ failure: "The database did not answer.", attempts: 1 }, "Tried again soon", null],
  [{ state: "running", startedAt: "2026-11-27T10:00:01.000Z" }, "Running, begun", "2026-11-27T10:00:01.000Z"],
  [{ state: "failed", failure: "It failed.", finishedAt: "2026-11-27T10:00:02.000Z" }, "Failed", "2026-11-27T10:00:02.000Z"],
])("a task that is %o is %s", (more, word, since) => {
  expect(taskSign({ ...task, ...more })).toMatchObject({ word, since });
});
