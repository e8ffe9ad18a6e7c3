import { expect, test } from "vitest";
import type { PoolQueue } from "./plan-changes.ts";
import { seenChanges } from "./seen-changes.ts";

const terms = (nominal: number, borrowingLimit: number | null = null) => ({ nominal, borrowingLimit, lendingLimit: null });
const change = (id: string, from: number, to: number) => ({ id, queue: "a", before: terms(from), after: terms(to) });
const queue = (nominal: number, given: Partial<PoolQueue> = {}): PoolQueue => ({
  ...{ workspaceId: 1, queue: "a", resource: "nvidia.com/gpu", path: "/p", hasCohort: true, ...terms(nominal) },
  ...given,
});
const chain = [change("1", 8, 12), change("2", 12, 14), change("3", 14, 20)];

test.each<[string, number, string[]]>([
  ["as it was", 8, []],
  ["what the first asks for", 12, ["1"]],
  ["what a later one asks for: earlier ones are in it", 14, ["1", "2"]],
  ["something that nobody asked for", 13, []],
  ["all of it", 20, ["1", "2", "3"]],
])("a queue gives %s", (_, nominal, expected) => {
  expect(seenChanges(chain, [queue(nominal)]).map(({ id }) => id)).toEqual(expected);
});

test("only what a change changes must be as it asks, and of its own queue", () => {
  expect(seenChanges([change("1", 8, 12)], [queue(12, { borrowingLimit: 7 })])).toHaveLength(1);
  expect(seenChanges([change("1", 8, 12)], [queue(12, { queue: "b" })])).toEqual([]);
  const limit = { id: "1", queue: "a", before: terms(8), after: terms(8, 2) };
  expect(seenChanges([limit], [queue(9, { borrowingLimit: 2 })])).toHaveLength(1);
  expect(seenChanges([limit], [queue(8)])).toEqual([]);
});
