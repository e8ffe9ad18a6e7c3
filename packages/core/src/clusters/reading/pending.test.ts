import { expect, test } from "vitest";
import { readAdmissionMessage } from "../kueue/read-message.ts";
import type { ClusterQueueObject } from "../objects/kueue.ts";
import type { GpuPod } from "./gpu-pods.ts";
import { usageByQueue } from "./held-shares.ts";
import { pendingOf } from "./pending.ts";
import { pendingWords } from "./pending-words.ts";
import { quotaTree } from "./quota-tree.ts";
import type { ReadWorkload } from "./workloads.ts";

const gpu = "nvidia.com/gpu";
const h100 = { flavour: "h100", resource: gpu };
const short = (missing: number) =>
  `couldn't assign flavors to pod set main: insufficient unused quota for ${gpu} in flavor h100, ${missing} more needed`;

const queue = (name: string, nominal: number, given: { borrow?: number; cohort?: string; strategy?: string } = {}): ClusterQueueObject => ({
  metadata: { name },
  spec: {
    cohortName: given.cohort ?? "all",
    queueingStrategy: given.strategy ?? "BestEffortFIFO",
    resourceGroups: [
      {
        coveredResources: [gpu],
        flavors: [
          {
            name: "h100",
            resources: [
              { name: gpu, nominalQuota: String(nominal), ...(given.borrow === undefined ? {} : { borrowingLimit: String(given.borrow) }) },
            ],
          },
        ],
      },
    ],
  },
});

let minute = 0;
const workload = (name: string, given: Partial<ReadWorkload> & { wants?: ReadWorkload["wants"] } = {}): ReadWorkload => ({
  uid: name,
  namespace: given.clusterQueue ?? "credit-risk",
  key: `job-${name}`,
  name,
  kind: "Job",
  localQueue: "jobs",
  clusterQueue: "credit-risk",
  priority: 0,
  queuedAt: `2026-03-01T10:${String(minute++).padStart(2, "0")}:00Z`,
  stand: { state: "unjudged" },
  wants: [{ resource: gpu, amount: 4, perPod: 4, pods: 1 }],
  holds: [],
  ...given,
});
const waits = (message: string): Pick<ReadWorkload, "stand"> => ({
  stand: { state: "waiting", facts: readAdmissionMessage(message), message, since: null },
});
const holds = (amount: number): Pick<ReadWorkload, "stand" | "holds" | "wants"> => ({
  stand: { state: "admitted", clusterQueue: "", since: "" },
  holds: [{ ...h100, amount }],
  wants: [],
});
const wants = (amount: number, pods = 1) => ({ wants: [{ resource: gpu, amount, perPod: amount / pods, pods }] });

interface World {
  readonly queues?: ClusterQueueObject[];
  readonly workloads?: ReadWorkload[];
  readonly pods?: GpuPod[];
  readonly nodes?: string[];
  readonly idle?: Record<string, number>;
}
const read = ({
  queues = [queue("credit-risk", 16), queue("nlp", 12)],
  workloads = [],
  pods = [],
  nodes = ["gggggfff"],
  idle = {},
}: World) => {
  const tree = quotaTree({ clusterQueues: queues, cohorts: [], ...h100, usage: usageByQueue(workloads, h100) });
  const use = { guaranteed: 0, borrowed: 0, outside: 0, idle: 0, free: 0, closed: 0, unplaced: 0 };
  const state = {
    pool: { key: "h100", ...h100, title: "H100", nodes: [] },
    use: { ...use, nodes: nodes.map((uses, index) => ({ name: `n${index}`, uses })) },
    tree,
  };
  return pendingOf({
    workloads,
    byKey: new Map(workloads.map((workload) => [`${workload.namespace}/${workload.key}`, workload])),
    pods,
    pools: [state],
    queues: new Map(queues.map((one) => [one.metadata.name, one])),
    idleOf: new Map(Object.entries(idle)),
  });
};
const everything = { knows: () => true, queue: (name: string) => name, title: (name: string) => name };
const sentences = (world: World) => read(world).map((item) => pendingWords(item.reason, everything));

test("all that is guaranteed is used, and too little is free to borrow", () => {
  const workloads = [
    workload("holder", holds(16)),
    workload("theirs", { clusterQueue: "nlp", ...holds(9) }),
    workload("train", waits(short(1))),
  ];
  expect(sentences({ workloads })).toEqual(["Uses all 16 guaranteed; 3 are free to borrow, 1 short."]);
});

test("a part of the guarantee is left", () => {
  const workloads = [
    workload("holder", holds(14)),
    workload("theirs", { clusterQueue: "nlp", ...holds(11) }),
    workload("train", waits(short(1))),
  ];
  expect(sentences({ workloads })).toEqual(["2 of 16 guaranteed are left; 1 is free to borrow, 1 short."]);
});

test("without a cohort nobody lends", () => {
  const alone = {
    metadata: { name: "credit-risk" },
    spec: { ...queue("x", 16).spec, cohortName: undefined },
  } as unknown as ClusterQueueObject;
  const workloads = [workload("holder", holds(16)), workload("train", waits(short(4)))];
  expect(sentences({ queues: [alone], workloads })).toEqual(["Uses all 16 guaranteed, and nobody lends: 4 short."]);
});

test("second in its queue", () => {
  const workloads = [
    workload("holder", holds(16)),
    workload("score-portfolio-q3", waits(short(4))),
    workload("train", waits(short(4))),
    workload("big", { ...waits(short(8)), ...wants(8) }),
  ];
  const items = read({ workloads });
  expect(items.map(({ position }) => position)).toEqual([
    { at: 1, of: 3 },
    { at: 2, of: 3 },
    { at: 3, of: 3 },
  ]);
  expect(sentences({ workloads }).slice(1)).toEqual([
    "Second in its queue behind score-portfolio-q3, same need.",
    "Third in its queue behind train, which waits for the same GPUs.",
  ]);
  const stranger = { ...everything, knows: () => false };
  expect(items[1] && pendingWords(items[1].reason, stranger)).toBe("Second in its queue behind another job, same need.");
});

test("what never starts holds up a strict queue alone", () => {
  const never = `insufficient quota for ${gpu} in flavor h100, previously considered podsets requests (0) + current podset request (64) > maximum capacity (28)`;
  const workloads = [
    workload("huge", { ...waits(never), ...wants(64) }),
    workload("holder", holds(16)),
    workload("train", waits(short(1))),
  ];
  const first = "Asks for 64; its queue may have 28 at most, all that it could borrow included: it will never start.";
  expect(sentences({ workloads })).toEqual([first, expect.stringContaining("Uses all 16 guaranteed")]);
  const strict = [queue("credit-risk", 16, { strategy: "StrictFIFO" }), queue("nlp", 12)];
  expect(sentences({ workloads, queues: strict })).toEqual([first, "Second in its queue behind huge, and the queue keeps its order."]);
});

test("a borrowing limit keeps it from what is free", () => {
  const queues = [queue("fraud", 16, { borrow: 2 }), queue("nlp", 12)];
  const workloads = [
    workload("holder", { clusterQueue: "fraud", ...holds(18) }),
    workload("features-nightly", { clusterQueue: "fraud", ...waits(short(2)), ...wants(2) }),
  ];
  expect(sentences({ queues, workloads })).toEqual(["fraud borrows 2 of 2 allowed here; 10 are free but not for it."]);
});

test("its own queue holds idle ones", () => {
  const workloads = [
    workload("holder", { clusterQueue: "nlp", ...holds(8) }),
    workload("notebook-a17", { clusterQueue: "nlp", ...holds(4) }),
    workload("theirs", holds(16)),
    workload("embed", { clusterQueue: "nlp", ...waits(short(4)) }),
  ];
  expect(sentences({ workloads, idle: { "nlp/job-notebook-a17": 4 } })).toEqual([
    "nlp uses all 12; its own notebook-a17 holds 4 and is idle.",
  ]);
});

test.each<[string, Partial<ReadWorkload>, string]>([
  [
    "no queue",
    { clusterQueue: null, namespace: "default", ...waits("LocalQueue jobs doesn't exist") },
    "Namespace default has no queue jobs: it will never start.",
  ],
  ["a hold", waits("ClusterQueue credit-risk is stopped"), "credit-risk is on hold: nothing new starts."],
  [
    "a broken queue",
    waits("ClusterQueue credit-risk is inactive"),
    "credit-risk takes nothing in: its settings name something that does not exist.",
  ],
  [
    "a closed queue",
    waits("Workload namespace doesn't match ClusterQueue selector"),
    "Queue credit-risk takes nothing from namespace credit-risk: it will never start.",
  ],
  [
    "a resource that its queue does not count",
    waits("couldn't assign flavors to pod set main: resource cpu unavailable in ClusterQueue"),
    "credit-risk has no quota at all for cpu, which it asks for: it will never start.",
  ],
  ["preemption", waits(`${short(4)}. Pending the preemption of 1 workload(s)`), "1 other is being ended for it."],
  ["cores", waits("insufficient unused quota for cpu in flavor h100, 1500m more needed"), "GPUs are there; 1.5 more cpu must become free."],
  ["topology", waits('topology "t" allows to fit only 2 out of 3 pod(s)'), "Only 2 of 3 pods fit close enough together now."],
  [
    "no nodes",
    waits("flavor h100 doesn't match node affinity"),
    "No flavour of its queue has nodes that it may run on: it will never start.",
  ],
  ["limits", waits("resources didn't satisfy LimitRange constraints: x."), "Breaks the limits of its namespace: x."],
  ["news", waits("Something new"), "Something new."],
  ["being new", {}, "Just arrived: Kueue has not looked at it yet."],
  ["a switch", { stand: { state: "switched-off" } }, "Somebody switched it off: it starts once it is switched on."],
  ["a pause", { stand: { state: "backing-off", until: "2026-03-01T12:30:00Z", tries: 2 } }, "Tried 2 times; the next try is at 12:30 UTC."],
  [
    "a check",
    { stand: { state: "reserved", clusterQueue: "x", checks: [{ name: "provisioning", state: "Pending", message: "No nodes." }] } },
    "Quota is set aside; admission check provisioning has not agreed yet: No nodes.",
  ],
])("waiting for %s", (_, given, sentence) => expect(sentences({ workloads: [workload("train", given)] })).toEqual([sentence]));

test("admitted, and no node has as many free", () => {
  const admitted = workload("train-graph-51", holds(8));
  const pod = {
    uid: "p",
    namespace: "credit-risk",
    name: "p",
    node: null,
    resource: gpu,
    gpus: 8,
    owner: { kind: "Job", name: "train-graph-51" },
    workload: "job-train-graph-51",
    since: "2026-03-01T10:00:00Z",
    said: "0/2 nodes are available: 2 Insufficient nvidia.com/gpu",
  };
  expect(sentences({ workloads: [admitted], pods: [pod], nodes: ["gggggggf", "ggggggff", "gggggggg"] })).toEqual([
    "Needs 8 on one node; 3 are free, on 2 nodes.",
  ]);
  const two = [pod, { ...pod, uid: "p2" }];
  expect(read({ workloads: [admitted], pods: two, nodes: ["gggggggg"] })).toMatchObject([
    { name: "train-graph-51", wants: [{ title: "H100", amount: 16 }] },
  ]);
  expect(sentences({ workloads: [admitted], pods: two, nodes: ["gggggggg"] })).toEqual(["Needs 8 on each of 2 nodes; none is free."]);
  expect(sentences({ pods: [{ ...pod, workload: null }], nodes: ["ffffffff"] })).toEqual([
    "0/2 nodes are available: 2 Insufficient nvidia.com/gpu.",
  ]);
  expect(sentences({ pods: [{ ...pod, workload: null, said: null }], nodes: ["ffffffff"] })).toEqual(["The cluster looks for a node."]);
});
