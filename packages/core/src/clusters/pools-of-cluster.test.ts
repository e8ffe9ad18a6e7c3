import { expect, test } from "vitest";
import { poolsOfCluster } from "./pools-of-cluster.ts";
import type { ClusterFacts, LineFact, PoolFact, QueueFact } from "./reading/facts.ts";

const gpu = "nvidia.com/gpu";
const pool = (flavour: string | null, given: Partial<PoolFact> = {}): PoolFact => ({
  key: `${flavour}/${gpu}`,
  slug: "h100-80-gb",
  title: "H100 80 GB",
  flavour,
  resource: gpu,
  total: 64,
  ...{ guaranteed: 0, borrowed: 0, outside: 0, idle: 0, free: 64, closed: 0, unplaced: 0, nodes: [] },
  ...given,
});
const line = (nominal: number, given: Partial<LineFact> = {}): LineFact => ({
  ...{ path: "/spec/0", flavour: "h100", resource: gpu, nominal, borrowingLimit: null, lendingLimit: null, used: 0, borrowed: 0 },
  ...given,
});
const queue = (name: string, lines: LineFact[], given: Partial<QueueFact> = {}): QueueFact => ({
  ...{ name, cohort: "all", strategy: "StrictFIFO", stopPolicy: "none", weight: 2, reclaim: "Any", preemption: "LowerPriority" },
  ...{ isActive: true, problem: null, pending: 0, lines, localQueues: [], namespaces: null },
  ...given,
});
const pools = (facts: Partial<ClusterFacts>, mappings: Record<string, number>, managed: string[] = []) =>
  poolsOfCluster({
    row: { id: "c", name: "lab" },
    facts: { hasKueue: true, queues: [], pools: [], ...facts } as ClusterFacts,
    mappings: Object.entries(mappings).map(([name, workspace_id]) => ({
      ...{
        cluster_id: "c",
        workspace_id,
        workspace: `w${workspace_id}`,
        queue: name,
        namespace: null,
        local_queue: null,
        use: "none" as const,
      },
    })),
    managed: new Set(managed),
  });

const read = { resource: gpu, path: "/spec/0", hasCohort: true };

test("a flavour with a mapped queue is a pool, with what its queues give", () => {
  const queues = [queue("a", [line(16, { borrowingLimit: 4 })]), queue("b", [line(8, { lendingLimit: 2 })]), queue("c", [line(8)])];
  expect(pools({ pools: [pool("h100"), pool("a100"), pool(null)], queues }, { a: 1, b: 2 }, ["a"])).toEqual([
    {
      name: "h100",
      title: "H100 80 GB",
      clusterId: "c",
      clusterName: "lab",
      resource: "gpu",
      flavour: "h100",
      mig: null,
      queues: [
        { ...read, queue: "a", workspaceId: 1, nominal: 16, borrowingLimit: 4, lendingLimit: null },
        { ...read, queue: "b", workspaceId: 2, nominal: 8, borrowingLimit: null, lendingLimit: 2 },
        // Nobody's here, and guaranteed all the same.
        { ...read, queue: "c", workspaceId: null, nominal: 8, borrowingLimit: null, lendingLimit: null },
      ],
      cohort: "lab/all",
      capacity: 64,
      shared: null,
      state: "open",
      strategy: "strict-fifo",
      reclaim: "any",
      preemption: "lower-priority",
      isManaged: false,
      quotas: [
        { workspaceId: 1, nominal: 16, borrowingLimit: 4, lendingLimit: null, weight: 2 },
        { workspaceId: 2, nominal: 8, borrowingLimit: null, lendingLimit: 2, weight: 2 },
      ],
    },
  ]);
});

test("several queues of one workspace give their sum, and no limit stays no limit", () => {
  const queues = [queue("a", [line(4, { borrowingLimit: 1, lendingLimit: 1 })]), queue("b", [line(4, { borrowingLimit: 2 })])];
  expect(pools({ pools: [pool("h100")], queues }, { a: 1, b: 1 }, ["a", "b"])).toMatchObject([
    { isManaged: true, quotas: [{ workspaceId: 1, nominal: 8, borrowingLimit: 3, lendingLimit: null }] },
  ]);
});

test("a queue without a cohort neither borrows nor lends", () => {
  expect(pools({ pools: [pool("h100")], queues: [queue("a", [line(4)], { cohort: null })] }, { a: 1 })).toMatchObject([
    { cohort: null, quotas: [{ borrowingLimit: 0, lendingLimit: 0 }] },
  ]);
});

test("cores are a pool where a queue has quota for them, slices are one by profile", () => {
  const queues = [
    queue("a", [line(32, { flavour: "cpu-nodes", resource: "cpu" }), line(7, { resource: "nvidia.com/mig-1g.10gb" })]),
    queue("b", [line(16, { flavour: "cpu-nodes", resource: "cpu" })]),
  ];
  expect(pools({ pools: [pool("h100", { resource: "nvidia.com/mig-1g.10gb" })], queues }, { a: 1 })).toMatchObject([
    { name: "h100-1g-10gb", resource: "gpu", mig: "1g.10gb" },
    { name: "cpu-nodes-cpu", resource: "cpu", flavour: "cpu-nodes", capacity: 48 },
  ]);
});

test.each([
  [["none", "hold"], "open"],
  [["hold", "hold-and-drain"], "held"],
  [["hold-and-drain"], "draining"],
] as const)("queues that are %j make a pool that is %s", (policies, state) => {
  const queues = policies.map((stopPolicy, index) => queue(`q${index}`, [line(1)], { stopPolicy }));
  expect(pools({ pools: [pool("h100")], queues }, { q0: 1, q1: 2 })).toMatchObject([{ state }]);
});

test("without Kueue workspaces that are mapped share what there is, and without any there is none", () => {
  expect(pools({ hasKueue: false, pools: [pool(null)] }, { "": 1 })).toMatchObject([
    { name: "h100-80-gb", flavour: "h100-80-gb", capacity: 64, quotas: [{ workspaceId: 1, nominal: 0, borrowingLimit: null }] },
  ]);
  expect(pools({ hasKueue: false, pools: [pool(null)] }, {})).toEqual([]);
});
