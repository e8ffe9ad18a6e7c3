import fc from "fast-check";
import { expect, test } from "vitest";
import type { ClusterQueueObject, CohortObject } from "../objects/kueue.ts";
import { quotaTree } from "./quota-tree.ts";

const gpu = "nvidia.com/gpu";
interface Line {
  readonly nominal: number;
  readonly borrow?: number | undefined;
  readonly lend?: number | undefined;
}
const groups = ({ nominal, borrow, lend }: Line) => [
  {
    coveredResources: [gpu],
    flavors: [
      {
        name: "h100",
        resources: [
          {
            name: gpu,
            nominalQuota: String(nominal),
            ...(borrow === undefined ? {} : { borrowingLimit: String(borrow) }),
            ...(lend === undefined ? {} : { lendingLimit: String(lend) }),
          },
        ],
      },
    ],
  },
];
const queue = (name: string, line: Line, cohortName?: string): ClusterQueueObject => ({
  metadata: { name },
  spec: { ...(cohortName === undefined ? {} : { cohortName }), resourceGroups: groups(line) },
});
const cohort = (name: string, line: Line | null, parentName?: string): CohortObject => ({
  metadata: { name },
  spec: { ...(parentName === undefined ? {} : { parentName }), ...(line ? { resourceGroups: groups(line) } : {}) },
});
const tree = (given: { queues: ClusterQueueObject[]; cohorts?: CohortObject[]; usage?: Record<string, number> }) =>
  quotaTree({
    clusterQueues: given.queues,
    cohorts: given.cohorts ?? [],
    flavour: "h100",
    resource: gpu,
    usage: new Map(Object.entries(given.usage ?? {})),
  });

test("a queue by itself has its own quota", () => {
  const alone = tree({ queues: [queue("a", { nominal: 8 })], usage: { a: 3 } });
  expect([alone.available("a"), alone.maximum("a"), alone.hasCohort("a")]).toEqual([5, 8, false]);
});

test("queues of a cohort share what is unused", () => {
  const shared = tree({ queues: [queue("a", { nominal: 4 }, "all"), queue("b", { nominal: 4 }, "all")], usage: { a: 6 } });
  expect([shared.available("a"), shared.available("b"), shared.maximum("a")]).toEqual([2, 2, 8]);
});

test("a borrowing limit holds, with and without use", () => {
  const limited = tree({ queues: [queue("a", { nominal: 4, borrow: 1 }, "all"), queue("b", { nominal: 4 }, "all")], usage: { a: 4 } });
  expect([limited.available("a"), limited.availableWithoutLimit("a"), limited.maximum("a")]).toEqual([1, 4, 5]);
});

test("what may not be lent is its owner's alone", () => {
  const kept = tree({ queues: [queue("a", { nominal: 4, lend: 1 }, "all"), queue("b", { nominal: 4 }, "all")], usage: { b: 4 } });
  expect([kept.available("a"), kept.available("b"), kept.maximum("b")]).toEqual([4, 1, 5]);
});

test("a cohort has quota of its own, and lends what its parent's may borrow", () => {
  const deep = tree({
    queues: [queue("a", { nominal: 2 }, "left"), queue("b", { nominal: 2 }, "right")],
    cohorts: [
      cohort("left", { nominal: 3, lend: 1 }, "root"),
      cohort("right", { nominal: 0, borrow: 1 }, "root"),
      cohort("root", { nominal: 10 }),
    ],
  });
  // left stores 5, keeps 4 back and lends 1; root has 10 + 1 + 2.
  expect(deep.available("a")).toBe(4 + 13);
  expect(deep.available("b")).toBe(3);
});

test("more used than there is, is negative", () => {
  expect(tree({ queues: [queue("a", { nominal: 1 })], usage: { a: 3 } }).available("a")).toBe(-2);
});

test("cohorts in a circle lend nothing further, and end", () => {
  const circle = tree({ queues: [queue("a", { nominal: 2 }, "x")], cohorts: [cohort("x", null, "y"), cohort("y", null, "x")] });
  expect(circle.available("a")).toBe(2);
});

test("a queue without quota for it has none", () => expect(tree({ queues: [] }).available("a")).toBe(0));

test("what every queue takes when it takes all that it can, one after another, is never more than there is", () => {
  const line = fc.record({
    nominal: fc.nat(16),
    borrow: fc.option(fc.nat(16), { nil: undefined }),
    lend: fc.option(fc.nat(16), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
      const queues = lines.map((one, index) => queue(`q${index}`, one, "all"));
      const usage: Record<string, number> = {};
      for (const { metadata } of queues) {
        const { name } = metadata;
        const now = tree({ queues, usage });
        expect(now.available(name) + (usage[name] ?? 0)).toBeLessThanOrEqual(now.maximum(name));
        usage[name] = Math.max(0, now.available(name));
      }
      const total = lines.reduce((sum, { nominal }) => sum + nominal, 0);
      expect(Object.values(usage).reduce((sum, used) => sum + used, 0)).toBeLessThanOrEqual(total);
    }),
  );
});
