import { expect, test } from "vitest";
import { type PoolQueue, planChanges, type QueueTerms, type QueueWish } from "./plan-changes.ts";

const queue = (name: string, nominal: number, given: Partial<PoolQueue> = {}): PoolQueue => ({
  ...{
    queue: name,
    nominal,
    borrowingLimit: null,
    lendingLimit: 4,
    workspaceId: 1,
    resource: "nvidia.com/gpu",
    path: "/p",
    hasCohort: true,
  },
  ...given,
});
const terms = (nominal: number): QueueTerms => ({ nominal, borrowingLimit: null, lendingLimit: 4 });
const gpus = { name: "h100", resource: "gpu", flavour: "h100", mig: null, capacity: 32 } as const;
const both = [queue("mine", 8), queue("theirs", 12, { workspaceId: 2 }), queue("nobodys", 6, { workspaceId: null })];
interface Case {
  readonly wish: Partial<QueueWish>;
  readonly queues?: readonly PoolQueue[];
  readonly standing?: Record<string, QueueTerms>;
  readonly pool?: "gpu" | "cpu";
}
const theirs = { workspaceId: 2, name: "pricing" };
const plan = ({ wish, queues = both, standing = {}, pool = "gpu" }: Case) =>
  planChanges(
    { pool: { ...gpus, resource: pool }, queues, standing: new Map(Object.entries(standing)) },
    { workspaceId: 1, amount: 4, from: null, limits: {}, ...wish },
  );

test.each<[string, Case, [string, number, number][]]>([
  ["all that no queue guarantees", { wish: { amount: 6 } }, [["mine", 8, 14]]],
  ["some back, down to nothing", { wish: { amount: -8 } }, [["mine", 8, 0]]],
  [
    "all that another has; it gives first",
    { wish: { amount: 12, from: theirs } },
    [
      ["theirs", 12, 0],
      ["mine", 8, 20],
    ],
  ],
  ["what is under way counts", { wish: { amount: 2 }, standing: { mine: terms(12) } }, [["mine", 12, 14]]],
  ["cores are not counted against what there is", { wish: { amount: 1000 }, pool: "cpu" }, [["mine", 8, 1008]]],
  ["of several queues the first by name", { wish: {}, queues: [queue("b", 8), queue("a", 0)] }, [["a", 0, 4]]],
  ["of several, one that can give it back", { wish: { amount: -3 }, queues: [queue("a", 2), queue("b", 3)] }, [["b", 3, 0]]],
])("%s", (_, given, expected) => {
  const { changes, problems } = plan(given);
  expect(problems).toEqual([]);
  expect(changes.map(({ queue: of, before, after }) => [of.queue, before.nominal, after.nominal])).toEqual(expected);
});

test.each<[string, Case, { path: string; message: RegExp }]>([
  ["one more than no queue guarantees", { wish: { amount: 7 } }, { path: "amount", message: /all but 6 of the 32 GPUs/ }],
  [
    "one more, counting what is under way",
    { wish: { amount: 3 }, standing: { theirs: terms(16) } },
    { path: "amount", message: /all but 2 of the 32/ },
  ],
  ["one more than is guaranteed, back", { wish: { amount: -9 } }, { path: "amount", message: /guaranteed 8/ }],
  ["one more than another has", { wish: { amount: 13, from: theirs } }, { path: "amount", message: /pricing is guaranteed 12/ }],
  [
    "of another who has no queue",
    { wish: { amount: 1, from: { workspaceId: 3, name: "ops" } } },
    { path: "amount", message: /ops is guaranteed 0/ },
  ],
  ["without a queue", { wish: { workspaceId: 9 } }, { path: "pool", message: /no queue in h100/ }],
  ["what is so already", { wish: { amount: 0, limits: { lendingLimit: 4 } } }, { path: "amount", message: /already/ }],
  [
    "a limit without a cohort",
    { wish: { limits: { borrowingLimit: 2 } }, queues: [queue("a", 1, { hasCohort: false })] },
    { path: "borrowingLimit", message: /no cohort/ },
  ],
])("refused: %s", (_, given, { path, message }) => {
  expect(plan(given).problems).toMatchObject([{ path, message: expect.stringMatching(message) }]);
});

test("limits that are asked for change, and others stay", () => {
  const after = (limits: QueueWish["limits"]) => plan({ wish: { amount: 0, limits } }).changes[0]?.after;
  expect(after({ borrowingLimit: 2 })).toEqual({ nominal: 8, borrowingLimit: 2, lendingLimit: 4 });
  expect(after({ lendingLimit: null })).toEqual({ nominal: 8, borrowingLimit: null, lendingLimit: null });
});
