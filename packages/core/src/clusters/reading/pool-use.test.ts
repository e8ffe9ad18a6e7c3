import { expect, test } from "vitest";
import type { GpuPod } from "./gpu-pods.ts";
import { heldShares, usageByQueue } from "./held-shares.ts";
import { poolUseOf } from "./pool-use.ts";
import { quotaTree } from "./quota-tree.ts";
import type { ReadWorkload } from "./workloads.ts";

const gpu = "nvidia.com/gpu";
const of = { flavour: "h100", resource: gpu };
const pool = (nodes: { name: string; gpus: number; isOpen?: boolean }[]) => ({
  key: "h100/x",
  ...of,
  title: "H100",
  nodes: nodes.map((node) => ({ isOpen: true, ...node })),
});
const pod = (given: Partial<GpuPod>): GpuPod => ({
  uid: given.name ?? "p",
  namespace: "team",
  name: "p",
  node: "n1",
  resource: gpu,
  gpus: 1,
  owner: { kind: "Job", name: "j" },
  workload: null,
  since: "",
  said: null,
  ...given,
});
const workload = (uid: string, amount: number, given: Partial<ReadWorkload> = {}): ReadWorkload => ({
  uid,
  namespace: "team",
  key: uid,
  name: uid,
  kind: "Job",
  localQueue: "jobs",
  clusterQueue: "team",
  priority: 0,
  queuedAt: "",
  stand: { state: "admitted", clusterQueue: "team", since: `2026-03-01T10:0${uid.length}:00Z` },
  wants: [],
  holds: [{ ...of, amount }],
  ...given,
});
const guarantee = (nominal: number) =>
  quotaTree({
    clusterQueues: [
      {
        metadata: { name: "team" },
        spec: {
          cohortName: "all",
          resourceGroups: [
            { coveredResources: [gpu], flavors: [{ name: "h100", resources: [{ name: gpu, nominalQuota: String(nominal) }] }] },
          ],
        },
      },
    ],
    cohorts: [],
    ...of,
    usage: new Map(),
  });

test("what came last is what is borrowed, but priority comes before time", () => {
  const held = [workload("a", 4), workload("bb", 4), workload("ccc", 4, { priority: 1 })];
  expect(Object.fromEntries(heldShares(held, { ...of, tree: guarantee(6) }))).toEqual({
    ccc: { guaranteed: 4, borrowed: 0 },
    a: { guaranteed: 2, borrowed: 2 },
    bb: { guaranteed: 0, borrowed: 4 },
  });
  expect(Object.fromEntries(usageByQueue([...held, workload("d", 1, { clusterQueue: "other" })], of))).toEqual({ team: 12, other: 1 });
});

test("every GPU of every node has one use", () => {
  const use = poolUseOf(
    pool([
      { name: "n1", gpus: 8 },
      { name: "n2", gpus: 4 },
      { name: "n3", gpus: 2, isOpen: false },
    ]),
    {
      pods: [
        pod({ name: "foreign", gpus: 2 }),
        pod({ name: "ours", gpus: 4, workload: "w" }),
        pod({ name: "idle", gpus: 3, node: "n2" }),
        pod({ name: "waits", node: null }),
        pod({ name: "other", resource: "amd.com/gpu" }),
      ],
      shares: new Map([
        ["team/w", { guaranteed: 3, borrowed: 1 }],
        ["team/soon", { guaranteed: 2, borrowed: 0 }],
      ]),
      idle: new Map([["idle", { gpus: 2 }]]),
    },
  );
  expect(use.nodes).toEqual([
    { name: "n1", uses: "gggbooff" },
    { name: "n2", uses: "oiif" },
    { name: "n3", uses: "cc" },
  ]);
  expect(use).toMatchObject({ guaranteed: 3, borrowed: 1, outside: 3, idle: 2, free: 3, closed: 2, unplaced: 2 });
});

test("a node that lost GPUs shows no more than it has", () => {
  expect(poolUseOf(pool([{ name: "n1", gpus: 1 }]), { pods: [pod({ gpus: 4 })], shares: new Map(), idle: new Map() }).nodes).toEqual([
    { name: "n1", uses: "o" },
  ]);
});
