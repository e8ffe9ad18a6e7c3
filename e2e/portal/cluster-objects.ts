import type { StandInObject } from "./cluster-stand-in.ts";

const gpu = "nvidia.com/gpu";
const kueue = "/apis/kueue.x-k8s.io/v1beta2";
const productLabel = "nvidia.com/gpu.product";

const kinds = [
  { flavor: "h100", product: "NVIDIA-H100-80GB-HBM3", nodes: 6, gpus: 8 },
  { flavor: "a100", product: "NVIDIA-A100-SXM4-40GB", nodes: 8, gpus: 8 },
  { flavor: "l40s", product: "NVIDIA-L40S", nodes: 4, gpus: 4 },
] as const;
type Flavor = (typeof kinds)[number]["flavor"];
/** As many of each flavour, in the order of `kinds`. */
type Amounts = readonly [h100: number, a100: number, l40s: number];

const queues: readonly { name: string; namespace: string; nominal: Amounts; pending: number }[] = [
  { name: "credit-risk", namespace: "risk-jobs", nominal: [16, 16, 4], pending: 1 },
  { name: "fraud", namespace: "fraud-jobs", nominal: [16, 16, 4], pending: 2 },
  { name: "pricing", namespace: "pricing-jobs", nominal: [8, 24, 4], pending: 0 },
];

/** What runs: pods of as many GPUs each, one after the other on nodes of that flavour. */
interface Running {
  readonly namespace: string;
  readonly name: string;
  readonly flavor: Flavor;
  readonly pods: number;
  readonly gpus: number;
  readonly firstNode: number;
  /** Through which queue; outside of any where there is none. */
  readonly queue?: string;
  readonly owner: string;
  /** Percent of the time; what nothing measures has none. */
  readonly busy: number;
}

const running: readonly Running[] = [
  ...(
    [
      ["fraud", "graph-embeddings", "h100", 2, 8, 1, 91],
      ["fraud", "graph-embeddings-sweep", "h100", 1, 4, 3, 64],
      ["credit-risk", "pd-transformer", "h100", 1, 8, 4, 88],
      ["credit-risk", "lgd-ensemble", "a100", 3, 8, 1, 71],
      ["pricing", "elasticity", "a100", 2, 8, 4, 2],
      ["pricing", "quote-ranker", "l40s", 2, 4, 1, 43],
    ] as const
  ).map(([queue, name, flavor, pods, gpus, firstNode, busy]) => ({
    ...{ queue, name, flavor, pods, gpus, firstNode, busy, owner: "Job" },
    namespace: queues.find((one) => one.name === queue)?.namespace ?? "",
  })),
  { namespace: "assistants", name: "vllm-chat", flavor: "h100", pods: 1, gpus: 8, firstNode: 5, owner: "ReplicaSet", busy: 37 },
  { namespace: "assistants", name: "embeddings", flavor: "l40s", pods: 2, gpus: 1, firstNode: 3, owner: "ReplicaSet", busy: 12 },
  { namespace: "notebooks", name: "jupyter", flavor: "a100", pods: 2, gpus: 4, firstNode: 6, owner: "StatefulSet", busy: 0 },
];

const waiting: readonly { queue: string; name: string; flavor: Flavor; gpus: number; says: string; minutes: number }[] = [
  {
    ...{ queue: "fraud", name: "fraud-transformer", flavor: "h100", gpus: 8, minutes: 95 },
    says: "couldn't assign flavors to pod set main: insufficient unused quota for nvidia.com/gpu in flavor h100, 4 more needed",
  },
  {
    ...{ queue: "fraud", name: "device-clusters", flavor: "h100", gpus: 4, minutes: 41 },
    says: "couldn't assign flavors to pod set main: insufficient unused quota for nvidia.com/gpu in flavor h100, 4 more needed",
  },
  {
    ...{ queue: "credit-risk", name: "stress-scenarios", flavor: "l40s", gpus: 24, minutes: 12 },
    says: "couldn't assign flavors to pod set main: insufficient quota for nvidia.com/gpu in flavor l40s, previously considered podsets requests (0) + current podset request (24) > maximum capacity (12)",
  },
];

const start = Date.now();
const minutesAgo = (minutes: number): string => new Date(start - minutes * 60_000).toISOString();
const nodeName = (flavor: Flavor, number: number): string => `${flavor}-${String(number).padStart(2, "0")}`;
const met = (type: string, isTrue: boolean, rest: object = {}) => ({ type, status: isTrue ? "True" : "False", ...rest });

type Parts = Readonly<Record<string, unknown>>;
function made(
  collection: string,
  { name, namespace = "", minutes = 9000, ...meta }: Parts & { name: string },
  parts: Parts,
): StandInObject {
  const of = namespace === "" ? {} : { namespace };
  const creationTimestamp = minutesAgo(Number(minutes));
  const uid = `${collection}/${String(namespace)}/${name}`;
  return { collection, object: { metadata: { name, uid, resourceVersion: "1", creationTimestamp, ...of, ...meta }, ...parts } };
}

const podSpec = (gpus: number) => ({ containers: [{ name: "main", image: "train", resources: { limits: { [gpu]: String(gpus) } } }] });

const nodes = kinds.flatMap(({ flavor, product, nodes: count, gpus }) =>
  Array.from({ length: count }, (_, at) =>
    made(
      "/api/v1/nodes",
      { name: nodeName(flavor, at + 1), labels: { [productLabel]: product } },
      {
        spec: { unschedulable: flavor === "a100" && at === count - 1 },
        status: { allocatable: { [gpu]: String(gpus) }, conditions: [met("Ready", true)] },
      },
    ),
  ),
);

const podName = ({ name }: Running, at: number): string => `${name}-${at}`;
const pods = running.flatMap((work, index) =>
  Array.from({ length: work.pods }, (_, at) => {
    const { namespace, name, flavor, gpus, firstNode, owner, queue } = work;
    const controller = { apiVersion: "v1", kind: owner, name: owner === "ReplicaSet" ? `${name}-7d9f` : name, uid: name, controller: true };
    const belongs = queue === undefined ? {} : { annotations: { "kueue.x-k8s.io/workload": `job-${name}` } };
    const labels = owner === "ReplicaSet" ? { "pod-template-hash": "7d9f" } : {};
    const minutes = 240 + index * 37;
    return made(
      "/api/v1/pods",
      { name: podName(work, at), namespace, minutes, labels, ownerReferences: [controller], ...belongs },
      {
        spec: { ...podSpec(gpus), nodeName: nodeName(flavor, firstNode + at) },
        status: { phase: "Running", startTime: minutesAgo(minutes) },
      },
    );
  }),
);

const exporterOf = (node: string): string => `dcgm-exporter-${node}`;
const service = (namespace: string, name: string, image: string): StandInObject =>
  made("/api/v1/pods", { name, namespace }, { spec: { containers: [{ name: "main", image }] }, status: { phase: "Running" } });
const services = [
  service("kueue-system", "kueue-controller-manager-0", "registry.k8s.io/kueue/kueue:v0.18.0"),
  ...nodes.map(({ object }) =>
    service("gpu-operator", exporterOf(object.metadata.name), "nvcr.io/nvidia/k8s/dcgm-exporter:4.4.1-4.5.2-ubuntu22.04"),
  ),
];

const namespaces = [...new Set([...queues, ...running].map(({ namespace }) => namespace))].map((name) =>
  made("/api/v1/namespaces", { name }, {}),
);

const groupOf = (nominal: Amounts) => ({
  coveredResources: [gpu],
  flavors: kinds.map(({ flavor }, at) => ({ name: flavor, resources: [{ name: gpu, nominalQuota: String(nominal[at] ?? 0) }] })),
});
const queueObjects = queues.flatMap(({ name, namespace, nominal, pending }) => [
  made(
    `${kueue}/clusterqueues`,
    { name },
    {
      spec: { cohortName: "gpu-shared", resourceGroups: [groupOf(nominal)], preemption: { reclaimWithinCohort: "Any" } },
      status: { pendingWorkloads: pending, conditions: [met("Active", true)] },
    },
  ),
  made(
    `${kueue}/localqueues`,
    { name: "train", namespace },
    {
      spec: { clusterQueue: name },
      status: { conditions: [met("Active", true)] },
    },
  ),
]);
const flavors = kinds.map(({ flavor, product }) =>
  made(`${kueue}/resourceflavors`, { name: flavor }, { spec: { nodeLabels: { [productLabel]: product } } }),
);

const podSets = (count: number, gpus: number) => [{ name: "main", count, template: { spec: podSpec(gpus) } }];
const admitted = running.flatMap(({ queue, name, namespace, flavor, pods: count, gpus }) => {
  if (queue === undefined) return [];
  const assignment = { name: "main", count, flavors: { [gpu]: flavor }, resourceUsage: { [gpu]: String(count * gpus) } };
  const at = { lastTransitionTime: minutesAgo(240) };
  return made(
    `${kueue}/workloads`,
    { name: `job-${name}`, namespace, minutes: 240 },
    {
      spec: { queueName: "train", podSets: podSets(count, gpus) },
      status: {
        conditions: [met("QuotaReserved", true, at), met("Admitted", true, at)],
        admission: { clusterQueue: queue, podSetAssignments: [assignment] },
      },
    },
  );
});
const pendingWorkloads = waiting.map(({ queue, name, gpus, says, minutes }) =>
  made(
    `${kueue}/workloads`,
    {
      ...{ name: `job-${name}`, namespace: queues.find((one) => one.name === queue)?.namespace, minutes },
      ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name, uid: name, controller: true }],
    },
    {
      spec: { queueName: "train", podSets: podSets(1, gpus) },
      status: {
        conditions: [met("QuotaReserved", false, { reason: "Pending", message: says, lastTransitionTime: minutesAgo(minutes) })],
        resourceRequests: [{ name: "main", resources: { [gpu]: String(gpus) } }],
      },
    },
  ),
);

/** A cluster as a bank could have it: three teams in one cohort, and what came before there were queues. */
export const clusterObjects: readonly StandInObject[] = [
  ...[nodes, pods, services, namespaces, flavors, queueObjects, admitted, pendingWorkloads].flat(),
  made(`${kueue}/cohorts`, { name: "gpu-shared" }, { spec: {} }),
  made(`${kueue}/workloadpriorityclasses`, { name: "retraining" }, { value: 1000 }),
];

/** What the exporter of a node tells of its GPUs. */
export function metricsOf(exporter: string): string {
  const lines = running.flatMap((work) =>
    Array.from({ length: work.pods }, (_, at) => ({ work, pod: podName(work, at), node: nodeName(work.flavor, work.firstNode + at) }))
      .filter(({ node }) => exporterOf(node) === exporter)
      .flatMap(({ pod, node }) =>
        Array.from({ length: work.gpus }, (_, number) => {
          const labels = { UUID: `${node}-${pod}-${number}`, exported_namespace: work.namespace, exported_pod: pod };
          const text = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
          return `DCGM_FI_DEV_GPU_UTIL{${text.join(",")}} ${work.busy}`;
        }),
      ),
  );
  return lines.join("\n");
}
