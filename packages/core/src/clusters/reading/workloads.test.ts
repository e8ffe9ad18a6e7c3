import { expect, test } from "vitest";
import type { WorkloadObject } from "../objects/kueue.ts";
import { inQueueOrder, workloadsOf } from "./workloads.ts";

const now = new Date("2026-03-01T12:00:00Z");
const kueue = (workloads: WorkloadObject[]) => ({
  flavors: [],
  cohorts: [],
  clusterQueues: [],
  localQueues: [{ metadata: { name: "jobs", namespace: "team" }, spec: { clusterQueue: "team-queue" } }],
  workloads,
  priorityClasses: [],
});
const workload = (
  given: Partial<WorkloadObject["spec"]> & { status?: WorkloadObject["status"]; uid?: string; at?: string } = {},
): WorkloadObject => {
  const { status, uid = "w", at = "2026-03-01T10:00:00Z", ...spec } = given;
  return {
    metadata: {
      name: "job-train-1",
      namespace: "team",
      uid,
      creationTimestamp: at,
      ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name: "train", uid: "j", controller: true }],
    },
    spec: {
      queueName: "jobs",
      podSets: [
        {
          name: "main",
          count: 2,
          template: { spec: { containers: [{ name: "main", resources: { limits: { "nvidia.com/gpu": "4", cpu: "1" } } }] } },
        },
      ],
      ...spec,
    },
    ...(status ? { status } : {}),
  };
};

test("one that waits wants GPUs by pod, and other resources as Kueue counts them", () => {
  const status = { conditions: [], resourceRequests: [{ name: "main", resources: { "nvidia.com/gpu": "8", cpu: "3" } }] };
  expect(workloadsOf(kueue([workload({ status })]), now)).toEqual([
    {
      uid: "w",
      namespace: "team",
      key: "job-train-1",
      name: "train",
      kind: "Job",
      localQueue: "jobs",
      clusterQueue: "team-queue",
      priority: 0,
      queuedAt: "2026-03-01T10:00:00Z",
      stand: { state: "unjudged" },
      wants: [
        { resource: "nvidia.com/gpu", perPod: 4, pods: 2, amount: 8 },
        { resource: "cpu", perPod: 1.5, pods: 2, amount: 3 },
      ],
      holds: [],
    },
  ]);
});

test("one that is admitted holds", () => {
  const admission = {
    clusterQueue: "team-queue",
    podSetAssignments: [{ name: "main", flavors: { "nvidia.com/gpu": "h100" }, resourceUsage: { "nvidia.com/gpu": "8" } }],
  };
  const conditions = [{ type: "Admitted", status: "True", lastTransitionTime: "2026-03-01T11:00:00Z" }];
  expect(workloadsOf(kueue([workload({ status: { admission, conditions } })]), now)).toMatchObject([
    { stand: { state: "admitted" }, holds: [{ flavour: "h100", resource: "nvidia.com/gpu", amount: 8 }] },
  ]);
});

test("what finished is not there, and a queue that does not exist is none", () => {
  const finished = workload({ status: { conditions: [{ type: "Finished", status: "True" }] } });
  expect(workloadsOf(kueue([finished, workload({ queueName: "other" })]), now)).toMatchObject([
    { clusterQueue: null, localQueue: "other" },
  ]);
});

test("the order is that of priority, then of time", () => {
  const given = [
    workload({ uid: "late", at: "2026-03-01T11:00:00Z" }),
    workload({ uid: "early", at: "2026-03-01T10:00:00Z" }),
    workload({ uid: "high", at: "2026-03-01T11:30:00Z", priority: 10 }),
  ];
  expect(
    workloadsOf(kueue(given), now)
      .sort(inQueueOrder)
      .map(({ uid }) => uid),
  ).toEqual(["high", "early", "late"]);
});
