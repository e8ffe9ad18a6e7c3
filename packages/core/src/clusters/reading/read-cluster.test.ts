import { expect, test } from "vitest";
import type { NodeObject, PodObject } from "../objects/kubernetes.ts";
import type { ClusterQueueObject, WorkloadObject } from "../objects/kueue.ts";
import type { ClusterObjects, KueueObjects } from "./cluster-objects.ts";
import { readCluster } from "./read-cluster.ts";
import type { UnitWork } from "./utilisation.ts";

const now = new Date("2026-03-01T12:00:00Z");
const gpu = "nvidia.com/gpu";
const node = (name: string, flavour: string, gpus = 8): NodeObject => ({
  metadata: { name, labels: { gpu: flavour, "nvidia.com/gpu.product": `NVIDIA-${flavour.toUpperCase()}-80GB` } },
  status: { allocatable: { [gpu]: String(gpus) }, conditions: [{ type: "Ready", status: "True" }] },
});
const queue = (name: string, nominal: number, given: Partial<ClusterQueueObject["spec"]> = {}): ClusterQueueObject => ({
  metadata: { name },
  spec: {
    cohortName: "all",
    resourceGroups: [
      {
        coveredResources: [gpu],
        flavors: [{ name: "h100", resources: [{ name: gpu, nominalQuota: String(nominal), borrowingLimit: "2" }] }],
      },
    ],
    ...given,
  },
});
const podSpec = (gpus: number, nodeName?: string) => ({
  ...(nodeName === undefined ? {} : { nodeName }),
  containers: [{ name: "main", resources: { limits: { [gpu]: String(gpus) } } }],
});
const pod = (namespace: string, name: string, given: { gpus: number; node?: string; workload?: string; kind?: string }): PodObject => ({
  metadata: {
    namespace,
    name,
    uid: `${namespace}/${name}`,
    creationTimestamp: "2026-02-01T00:00:00Z",
    ...(given.workload === undefined ? {} : { annotations: { "kueue.x-k8s.io/workload": given.workload } }),
    ownerReferences: [{ apiVersion: "x", kind: given.kind ?? "Job", name: "owner", uid: "o", controller: true }],
  },
  spec: podSpec(given.gpus, given.node),
  status: { phase: "Running", startTime: "2026-02-01T00:00:00Z" },
});
const workload = (namespace: string, name: string, given: { gpus: number; held?: boolean; message?: string }): WorkloadObject => ({
  metadata: {
    namespace,
    name: `job-${name}`,
    uid: name,
    creationTimestamp: "2026-03-01T11:00:00Z",
    ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name, uid: name }],
  },
  spec: { queueName: "jobs", podSets: [{ name: "main", count: 1, template: { spec: podSpec(given.gpus) } }] },
  status: given.held
    ? {
        admission: {
          clusterQueue: namespace,
          podSetAssignments: [{ name: "main", flavors: { [gpu]: "h100" }, resourceUsage: { [gpu]: String(given.gpus) } }],
        },
        conditions: [{ type: "Admitted", status: "True", lastTransitionTime: "2026-03-01T11:00:00Z" }],
      }
    : { conditions: [{ type: "QuotaReserved", status: "False", message: given.message ?? "" }] },
});
const local = (namespace: string) => ({ metadata: { namespace, name: "jobs" }, spec: { clusterQueue: namespace } });
const kueue = (given: Partial<KueueObjects>): KueueObjects => ({
  flavors: [{ metadata: { name: "h100" }, spec: { nodeLabels: { gpu: "h100" } } }],
  cohorts: [],
  clusterQueues: [queue("fraud", 8), queue("nlp", 8)],
  localQueues: [local("fraud"), local("nlp")],
  workloads: [],
  priorityClasses: [],
  ...given,
});
const read = (objects: Partial<ClusterObjects>, units: Record<string, UnitWork> = {}) =>
  readCluster({
    objects: { nodes: [], pods: [], namespaces: [], kueue: null, ...objects },
    mappings: { namespaces: new Map([["fraud", "Fraud team"]]), queues: new Map([["fraud", "Fraud team"]]) },
    measure: "busy",
    units,
    now,
  });

test("every pod counts: within the guarantee, borrowed, outside quotas, idle", () => {
  const seen = read(
    {
      nodes: [node("n1", "h100"), node("n2", "h100"), node("l1", "l40s", 4)],
      pods: [
        pod("fraud", "a", { gpus: 8, node: "n1", workload: "job-a" }),
        pod("fraud", "b", { gpus: 2, node: "n2", workload: "job-b" }),
        pod("research", "notebook", { gpus: 2, node: "n2", kind: "StatefulSet" }),
        pod("chat", "vllm", { gpus: 4, node: "l1", kind: "Deployment" }),
      ],
      kueue: kueue({
        workloads: [
          workload("fraud", "a", { gpus: 8, held: true }),
          workload("fraud", "b", { gpus: 2, held: true }),
          workload("fraud", "c", { gpus: 2, message: `insufficient unused quota for ${gpu} in flavor h100, 2 more needed` }),
        ],
      }),
    },
    {
      g1: { pod: "research/notebook", percent: 1, since: "2026-03-01T11:00:00.000Z", workedAt: null },
      g2: { pod: "research/notebook", percent: 9, since: "2026-03-01T11:00:00.000Z", workedAt: "2026-03-01T11:59:00.000Z" },
    },
  );
  expect(seen.pools.map(({ pool, use }) => [pool.title, use.nodes.map(({ uses }) => uses)])).toEqual([
    ["H100 80 GB", ["gggggggg", "bboiffff"]],
    ["L40S 80 GB", ["oooo"]],
  ]);
  expect(seen.outside).toMatchObject([
    { namespace: "chat", kind: "Deployment", gpus: [{ title: "L40S 80 GB", count: 4 }], percent: null, idle: 0 },
    {
      namespace: "research",
      kind: "StatefulSet",
      percent: 5,
      idle: 1,
      idleSince: "2026-03-01T11:00:00.000Z",
      since: "2026-02-01T00:00:00Z",
    },
  ]);
  expect(seen.pending).toMatchObject([{ name: "c", reason: { kind: "borrow-limit", borrows: 2, limit: 2, free: 6 } }]);
  expect(seen.findings).toEqual([
    { kind: "idle", title: "1 idle GPU", detail: "research 1" },
    { kind: "borrow-limit", title: "6 free H100 80 GB that Fraud team may not borrow", detail: "borrowing limit 2, all of it in use" },
    { kind: "uncovered", title: "4 GPUs that no quota covers", detail: "L40S 80 GB on 1 node" },
  ]);
});

test("without Kueue what is allocated is shown, and nothing is said of sharing", () => {
  const seen = read({ nodes: [node("n1", "h100")], pods: [pod("chat", "vllm", { gpus: 4, node: "n1" })] });
  expect(seen.pools).toMatchObject([{ pool: { flavour: null }, use: { outside: 4, free: 4 }, tree: null }]);
  expect([seen.pending, seen.fairness, seen.findings]).toEqual([[], [], []]);
});

test("quota without nodes, and more guarantees than GPUs, are worth a look", () => {
  const empty = read({ kueue: kueue({}) });
  expect(empty.findings).toEqual([
    { kind: "no-nodes", title: "h100 has quota and no nodes", detail: "no node bears the labels of ResourceFlavor h100" },
  ]);
  const small = read({ nodes: [node("n1", "h100")], kueue: kueue({}) });
  expect(small.findings).toMatchObject([{ kind: "overpromised", title: "16 H100 80 GB are guaranteed, 8 are there" }]);
});

test.each<[string, Partial<ClusterQueueObject["spec"]>, ClusterQueueObject["status"], string]>([
  [
    "off, with owners who take back",
    { preemption: { reclaimWithinCohort: "Any" } },
    {},
    "Fair sharing is off: unused quota goes to whoever asks first, and its owner takes it back when it needs it.",
  ],
  ["off, for good", {}, {}, "Fair sharing is off: unused quota goes to whoever asks first, and stays there until it is given back."],
  [
    "on",
    {},
    { fairSharing: { weightedShare: 214 } },
    "Fair sharing is on: now fraud is furthest above its guarantee by weight (share 214), and gives back first.",
  ],
  [
    "on, and nobody borrows",
    {},
    { fairSharing: { weightedShare: 0 } },
    "Fair sharing is on: now nobody borrows, so nobody must give back.",
  ],
])("fair sharing between queues: %s", (_, ...[spec, status, text]) => {
  const one = { ...queue("fraud", 8, spec), ...(status ? { status } : {}) };
  expect(read({ kueue: kueue({ clusterQueues: [one] }) }).fairness).toEqual([{ scope: "Cohort all", text }]);
});

test("a queue without a cohort, and one with several local queues, say how they share", () => {
  const alone = {
    ...queue("fraud", 8),
    spec: { resourceGroups: queue("x", 8).spec.resourceGroups ?? [], admissionScope: { admissionMode: "UsageBasedAdmissionFairSharing" } },
  };
  const localQueues = [local("fraud"), { metadata: { namespace: "other", name: "jobs" }, spec: { clusterQueue: "fraud" } }];
  expect(read({ kueue: kueue({ clusterQueues: [alone], localQueues }) }).fairness).toEqual([
    { scope: "Queue fraud", text: "Stands alone: it neither borrows nor lends, so nothing is shared." },
    { scope: "Inside queue fraud", text: "Local queues that used less lately come first; older use counts less." },
  ]);
});
