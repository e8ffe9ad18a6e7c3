import type { ClusterQueue } from "@plumbline/kube";
import { expect, test } from "vitest";
import { lineAfter } from "./line-change.ts";

const queue = (nominal: string | number, given: object = {}): ClusterQueue =>
  ({
    metadata: { name: "risk" },
    spec: {
      resourceGroups: [
        {
          coveredResources: ["nvidia.com/gpu"],
          flavors: [{ name: "h100", resources: [{ name: "nvidia.com/gpu", nominalQuota: nominal, ...given }] }],
        },
      ],
    },
  }) as unknown as ClusterQueue;
const terms = (nominal: number, borrowingLimit: number | null = null) => ({ nominal, borrowingLimit, lendingLimit: null });
const change = { id: "1", queue: "risk", flavour: "h100", resource: "nvidia.com/gpu", before: terms(8), after: terms(12) };

test("what stands there as it was approved becomes what is asked", () => {
  expect(lineAfter(queue("8"), change)).toEqual({ flavour: "h100", resource: "nvidia.com/gpu", ...terms(12) });
});

test("what is so already is not written again", () => {
  expect(lineAfter(queue("12"), change)).toBeUndefined();
});

test.each<[string, ClusterQueue, RegExp]>([
  ["another guarantee", queue("10"), /nominal is 10 on the cluster, and was 8/],
  ["a limit of somebody's", queue("8", { borrowingLimit: "2" }), /borrowingLimit is 2 on the cluster, and was no limit/],
  ["the guarantee that is asked with another limit", queue("12", { borrowingLimit: "2" }), /nominal is 12/],
])("%s is not overwritten", (_, there, message) => {
  expect(() => lineAfter(there, change)).toThrow(message);
});

test("a line that is gone is said to be gone", () => {
  expect(() => lineAfter(queue("8"), { ...change, flavour: "a100" })).toThrow(/no quota for nvidia.com\/gpu of a100/);
});
