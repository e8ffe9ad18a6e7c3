import type { Run } from "@plumbline/contracts/experiments/run";
import { expect, test } from "vitest";
import { mergeFresh } from "./live-rows.ts";

const run = (runId: string, startTime: number, name = runId) => ({ runId, startTime, name }) as Run;
const pages = [
  { items: [run("c", 30), run("b", 20)], nextCursor: "x" },
  { items: [run("a", 10)], nextCursor: null },
];
const ids = (result: ReturnType<typeof mergeFresh>) => result.pages.map(({ items }) => items.map(({ runId }) => runId));

test("a changed run is replaced where it stands", () => {
  const result = mergeFresh(pages, { runs: [run("a", 10, "renamed")], deletedIds: new Set(), isNewestFirst: true });
  expect(ids(result)).toEqual([["c", "b"], ["a"]]);
  expect(result.pages[1]?.items[0]?.name).toBe("renamed");
});

test("a new run goes on top of the newest first; an old one that now matches waits for its page", () => {
  const result = mergeFresh(pages, { runs: [run("d", 40), run("old", 1)], deletedIds: new Set(), isNewestFirst: true });
  expect(ids(result)).toEqual([["d", "c", "b"], ["a"]]);
  expect(result.unseenIds).toEqual([]);
});

test("in another order new runs are counted, not placed", () => {
  const result = mergeFresh(pages, { runs: [run("d", 40), run("b", 20)], deletedIds: new Set(), isNewestFirst: false });
  expect(ids(result)).toEqual([["c", "b"], ["a"]]);
  expect(result.unseenIds).toEqual(["d"]);
});

test("deleted runs leave", () => {
  expect(ids(mergeFresh(pages, { runs: [], deletedIds: new Set(["c", "a"]), isNewestFirst: true }))).toEqual([["b"], []]);
});
