import type { ClusterQueue } from "@plumbline/kube";
import { expect, test } from "vitest";
import type { QueueFact } from "../reading/facts.ts";
import { auditedQueue, problemsOf, queueManifest, wishOf } from "./queue-wish.ts";

const queue: ClusterQueue = {
  metadata: { name: "fraud", uid: "u", resourceVersion: "1", creationTimestamp: "" },
  spec: {
    cohortName: "all",
    resourceGroups: [
      {
        coveredResources: ["nvidia.com/gpu", "cpu"],
        flavors: [
          {
            name: "h100",
            resources: [
              { name: "nvidia.com/gpu", nominalQuota: "16", borrowingLimit: "2" },
              { name: "cpu", nominalQuota: "64" },
            ],
          },
        ],
      },
    ],
  },
};
const fact: QueueFact = {
  ...{ name: "fraud", cohort: "all", strategy: "BestEffortFIFO", stopPolicy: "none", weight: 1, reclaim: "Any", preemption: "Never" },
  ...{ isActive: true, problem: null, pending: 0, localQueues: [], namespaces: {} },
  lines: [
    {
      path: "/spec/0",
      flavour: "h100",
      resource: "nvidia.com/gpu",
      nominal: 16,
      borrowingLimit: 2,
      lendingLimit: null,
      used: 3,
      borrowed: 0,
    },
    { path: "/spec/1", flavour: "h100", resource: "cpu", nominal: 64, borrowingLimit: null, lendingLimit: null, used: 0, borrowed: 0 },
  ],
};
const gpu = { flavour: "h100", resource: "nvidia.com/gpu", nominal: 20, borrowingLimit: null, lendingLimit: 4 };

test("a wish changes what it names, and leaves the rest of the queue's quotas", () => {
  expect(queueManifest(queue, { lines: [gpu], stopPolicy: "hold", weight: 0.5 })).toEqual({
    metadata: { name: "fraud" },
    spec: {
      stopPolicy: "Hold",
      fairSharing: { weight: "500m" },
      resourceGroups: [
        {
          coveredResources: ["nvidia.com/gpu", "cpu"],
          flavors: [
            {
              name: "h100",
              resources: [
                { name: "nvidia.com/gpu", nominalQuota: "20", lendingLimit: "4" },
                { name: "cpu", nominalQuota: "64" },
              ],
            },
          ],
        },
      ],
    },
  });
});

test("the queue as it is, is a wish that changes nothing but what was not said", () => {
  const { spec } = queueManifest(queue, wishOf(fact));
  expect(spec).toEqual({ ...queue.spec, cohortName: undefined, stopPolicy: "None", fairSharing: { weight: "1" } });
});

test("what a queue has no quota for cannot be wished, nor limits without a cohort", () => {
  const wish = (line: object) => ({ lines: [{ ...gpu, ...line }], stopPolicy: "none" as const, weight: 1 });
  expect(problemsOf(wish({}), fact)).toEqual([]);
  expect(problemsOf(wish({ flavour: "a100" }), fact)).toEqual([
    { path: "lines.0", message: "The queue has no quota for nvidia.com/gpu of a100." },
  ]);
  expect(problemsOf(wish({}), { ...fact, cohort: null })).toMatchObject([{ path: "lines.0.lendingLimit" }]);
  expect(problemsOf(wish({ lendingLimit: null }), { ...fact, cohort: null })).toEqual([]);
});

test("before and after are told in full", () => {
  expect(auditedQueue(queue)).toEqual({
    stopPolicy: "None",
    weight: "1",
    quotas: [
      { flavour: "h100", resource: "nvidia.com/gpu", nominal: "16", borrowingLimit: "2", lendingLimit: null },
      { flavour: "h100", resource: "cpu", nominal: "64", borrowingLimit: null, lendingLimit: null },
    ],
  });
});
