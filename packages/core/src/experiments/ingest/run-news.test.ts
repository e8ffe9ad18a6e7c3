import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRunNews } from "./run-news.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const run = { runId: "r1", experimentId: "0" };

function open() {
  const later: string[][] = [];
  const news = createRunNews(async (_workspaceId, changes) => {
    later.push(changes.map((change) => change.subject));
  });
  return { later, log: () => news(1, [run]).map((change) => change.subject) };
}

test("a run's first point is announced at once; what follows within 400 ms is announced once, afterwards", async () => {
  const { later, log } = open();
  expect(log()).toEqual(["r1"]);
  for (let point = 0; point < 50; point++) {
    expect(log()).toEqual([]);
    await vi.advanceTimersByTimeAsync(5);
  }
  expect(later).toEqual([]);
  await vi.advanceTimersByTimeAsync(400);
  expect(later).toEqual([["r1"]]);
});

test("a run that logs seldom is announced at once each time", async () => {
  const { later, log } = open();
  expect(log()).toEqual(["r1"]);
  await vi.advanceTimersByTimeAsync(401);
  expect(log()).toEqual(["r1"]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(later).toEqual([]);
});

test("workspaces with a run of the same id do not silence each other", () => {
  const news = createRunNews(() => Promise.resolve());
  expect(news(1, [run])).toHaveLength(1);
  expect(news(2, [run])).toHaveLength(1);
});
