import { describe, expect, test } from "vitest";
import type { Condition, EventObject, JobObject, PodObject, WorkloadObject } from "../../../clusters/index.ts";
import { observeAttempt } from "./observe-attempt.ts";

const now = new Date("2026-03-01T12:00:00Z");
const at = (minute: number): string => `2026-03-01T11:${String(minute).padStart(2, "0")}:00Z`;

const job = (given: { suspend?: boolean; completions?: number; conditions?: Condition[]; deleted?: string } = {}): JobObject => ({
  metadata: {
    ...{ name: "pl-1-a-1", namespace: "team", uid: "job", creationTimestamp: at(0) },
    ...(given.deleted === undefined ? {} : { deletionTimestamp: given.deleted }),
  },
  spec: { suspend: given.suspend ?? false, completions: given.completions ?? 1 },
  status: { startTime: at(1), conditions: given.conditions ?? [] },
});
const failed = (reason: string, message = ""): Condition => ({
  type: "Failed",
  status: "True",
  reason,
  message,
  lastTransitionTime: at(30),
});

interface PodGiven {
  readonly rank?: number;
  readonly node?: string | null;
  readonly phase?: string;
  readonly main?: object;
  readonly init?: { name: string; state: object };
  readonly conditions?: Condition[];
  readonly reason?: string;
  readonly message?: string;
  readonly startTime?: string;
  /** When its grace is over. */
  readonly due?: string;
}
const pod = ({ rank = 0, node = `node-${rank}`, phase = "Running", main, init, conditions, due, ...status }: PodGiven = {}): PodObject => ({
  metadata: {
    ...{ name: `pod-${rank}`, labels: { "batch.kubernetes.io/job-completion-index": String(rank) } },
    ...(due === undefined ? {} : { deletionTimestamp: due }),
  },
  spec: node === null ? {} : { nodeName: node },
  status: {
    phase,
    startTime: status.startTime ?? at(50),
    ...(conditions ? { conditions } : {}),
    ...(status.reason ? { reason: status.reason } : {}),
    ...(status.message ? { message: status.message } : {}),
    ...(init ? { initContainerStatuses: [init] } : {}),
    ...(main ? { containerStatuses: [{ name: "main", state: main }] } : {}),
  },
});
const runs = (minute: number) => ({ running: { startedAt: at(minute) } });
const ends = (exitCode: number, reason = "Error", rest: object = {}) => ({
  terminated: { exitCode, reason, startedAt: at(2), finishedAt: at(20), ...rest },
});
const waits = (reason: string, message = "") => ({ waiting: { reason, message } });
const disruption = (reason: string, message = ""): Condition[] => [{ type: "DisruptionTarget", status: "True", reason, message }];

const workload = (conditions: Condition[], rest: Partial<WorkloadObject["status"]> & { active?: boolean } = {}): WorkloadObject => {
  const { active, ...status } = rest;
  return {
    metadata: { name: "job-pl-1-a-1", namespace: "team" },
    spec: { queueName: "jobs", podSets: [], ...(active === undefined ? {} : { active }) },
    status: { conditions, ...status },
  };
};
const pending = (message: string): Condition => ({ type: "QuotaReserved", status: "False", reason: "Pending", message });
const evicted = (reason: string, message = ""): Condition => ({
  type: "Evicted",
  status: "True",
  reason,
  message,
  lastTransitionTime: at(40),
});

const observe = (given: { job?: JobObject; pods?: PodObject[]; workload?: WorkloadObject; events?: EventObject[] }) =>
  observeAttempt({ job: given.job, pods: given.pods ?? [], workload: given.workload, events: given.events ?? [] }, now);

test("nothing is absent", () => expect(observe({})).toEqual({ state: "absent" }));

test("success", () => {
  const complete = { type: "Complete", status: "True", lastTransitionTime: at(30) };
  expect(observe({ job: job({ conditions: [complete] }), pods: [pod({ phase: "Succeeded", main: ends(0, "Completed") })] })).toEqual({
    state: "ended",
    outcome: "succeeded",
    exitCode: 0,
    reason: "It succeeded.",
    nodes: ["node-0"],
    endedAt: new Date(at(30)),
  });
});

test.each<[string, Condition, PodObject[], string, number | null, string]>([
  ["time limit", failed("DeadlineExceeded"), [], "time-limit", null, "It passed its time limit."],
  [
    "an exit code",
    failed("PodFailurePolicy"),
    [pod({ phase: "Failed", main: ends(3) })],
    "user-failure",
    3,
    "The command ended with exit code 3.",
  ],
  [
    "a signal",
    failed("PodFailurePolicy"),
    [pod({ phase: "Failed", main: ends(139) })],
    "user-failure",
    139,
    "The command ended with exit code 139 (SIGSEGV).",
  ],
  [
    "out of memory",
    failed("PodFailurePolicy"),
    [pod({ phase: "Failed", main: ends(137, "OOMKilled") })],
    "out-of-memory",
    137,
    "It used more memory than it asked for and was ended.",
  ],
  [
    "the rank that failed first",
    failed("PodFailurePolicy"),
    [
      pod({ rank: 0, phase: "Failed", main: ends(143, "Error", { finishedAt: at(22) }) }),
      pod({ rank: 1, phase: "Failed", main: ends(137, "OOMKilled", { finishedAt: at(21) }) }),
    ],
    "out-of-memory",
    137,
    "Rank 1 on node node-1 used more memory than it asked for and was ended.",
  ],
  [
    "a command that is not there",
    failed("BackoffLimitExceeded"),
    [pod({ phase: "Failed", main: ends(128, "StartError", { message: 'exec: "trian": executable file not found in $PATH' }) })],
    "user-failure",
    128,
    'The command could not be started: exec: "trian": executable file not found in $PATH.',
  ],
  [
    "an image without Python",
    failed("BackoffLimitExceeded"),
    [pod({ phase: "Failed", main: ends(128, "StartError", { message: 'exec: "python3": executable file not found in $PATH' }) })],
    "user-failure",
    128,
    "The command could not be started: the image has no python3 for the launcher; say `launcher: false`.",
  ],
  [
    "inputs",
    failed("PodFailurePolicy"),
    [pod({ phase: "Failed", init: { name: "inputs", state: ends(4, "Error", { message: "fetching\ndata.csv has another digest." }) } })],
    "infrastructure",
    4,
    "Its inputs could not be laid out: data.csv has another digest.",
  ],
  [
    "an input that is not what it was",
    failed("BackoffLimitExceeded"),
    [pod({ phase: "Failed", init: { name: "inputs", state: ends(65, "Error", { message: "data.csv: another digest" }) } })],
    "user-failure",
    65,
    "Its inputs could not be laid out: data.csv: another digest.",
  ],
  [
    "a source without git",
    failed("BackoffLimitExceeded"),
    [pod({ phase: "Failed", init: { name: "source", state: ends(65, "Error", { message: "the image has no git" }) } })],
    "user-failure",
    65,
    "Its source could not be fetched: the image has no git.",
  ],
  [
    "peers",
    failed("PodFailurePolicy"),
    [pod({ rank: 1, phase: "Failed", init: { name: "peers", state: ends(1) } }), pod({ rank: 0, phase: "Failed" })],
    "infrastructure",
    1,
    "Not all of its nodes found each other: exit code 1.",
  ],
  [
    "a lost node before the exit code that follows from it",
    failed("PodFailurePolicy"),
    [pod({ phase: "Failed", main: ends(137), conditions: disruption("DeletionByTaintManager") })],
    "infrastructure",
    null,
    "Node node-0 was lost or tainted.",
  ],
  [
    "a pod of higher priority",
    failed("PodFailurePolicy"),
    [pod({ phase: "Failed", conditions: disruption("PreemptionByScheduler") })],
    "preempted",
    null,
    "It made room for a pod of higher priority.",
  ],
  [
    "a drain",
    failed("PodFailurePolicy"),
    [pod({ phase: "Failed", conditions: disruption("EvictionByEvictionAPI") })],
    "infrastructure",
    null,
    "It was evicted: node node-0 is being drained.",
  ],
  [
    "a disruption without a known name",
    failed("PodFailurePolicy"),
    [pod({ phase: "Failed", conditions: disruption("Quake", "the ground moved") })],
    "infrastructure",
    null,
    "The cluster ended it: the ground moved.",
  ],
  [
    "its own disk limit",
    failed("BackoffLimitExceeded"),
    [pod({ phase: "Failed", reason: "Evicted", message: 'Usage of EmptyDir volume "work" exceeds the limit "10Gi".' })],
    "user-failure",
    null,
    'It used more disk than it asked for: Usage of EmptyDir volume "work" exceeds the limit "10Gi".',
  ],
  [
    "a node that refused it",
    failed("BackoffLimitExceeded"),
    [pod({ phase: "Failed", reason: "UnexpectedAdmissionError", message: "Allocate failed due to no devices" })],
    "infrastructure",
    null,
    "It was refused or ended by its node: Allocate failed due to no devices.",
  ],
  [
    "an exit code of a pod that is gone",
    failed("PodFailurePolicy", "Container main for pod team/x failed with exit code 9 matching FailJob rule at index 1"),
    [],
    "user-failure",
    9,
    "The command ended with exit code 9.",
  ],
  [
    "a pod that somebody deleted",
    failed("PodFailurePolicy", "Container main for pod team/x failed with exit code 143 matching FailJob rule at index 1"),
    [],
    "stopped",
    143,
    "Somebody deleted its pod.",
  ],
  [
    "a disruption of a pod that is gone",
    failed("PodFailurePolicy", "Pod team/x has condition DisruptionTarget matching FailJob rule at index 0"),
    [],
    "infrastructure",
    null,
    "The cluster took a node or a pod away.",
  ],
  [
    "nothing left",
    failed("BackoffLimitExceeded"),
    [],
    "infrastructure",
    null,
    "The cluster says it failed (BackoffLimitExceeded), and nothing is left that says why.",
  ],
])("failure: %s", (_, ...[condition, pods, outcome, exitCode, reason]) => {
  const seen = observe({ job: job({ conditions: [condition] }), pods });
  expect(seen).toMatchObject({ state: "ended", outcome, exitCode, reason, endedAt: new Date(at(30)) });
});

test("a Job whose pods still end is not over", () => {
  const target = { ...failed("PodFailurePolicy"), type: "FailureTarget" };
  const seen = observe({
    job: job({ completions: 2, conditions: [target] }),
    pods: [pod({ rank: 0, phase: "Failed", main: ends(3) }), pod({ rank: 1, main: runs(2) })],
  });
  expect(seen).toMatchObject({ state: "running", nodes: ["node-0", "node-1"] });
});

test.each<[string, WorkloadObject | undefined, string | null]>([
  ["no workload yet", undefined, null],
  ["not judged yet", workload([]), "The cluster has not looked at it yet."],
  [
    "no quota",
    workload([
      pending("couldn't assign flavors to pod set main: insufficient unused quota for nvidia.com/gpu in flavor h100, 2 more needed"),
    ]),
    "2 more nvidia.com/gpu of h100 must become free.",
  ],
  [
    "never",
    workload([
      pending(
        "insufficient quota for nvidia.com/gpu in flavor h100, previously considered podsets requests (0) + current podset request (16) > maximum capacity (8)",
      ),
    ]),
    "It asks for 16 nvidia.com/gpu of h100, and its queue may never have more than 8: it will not start as it is.",
  ],
  [
    "no queue",
    workload([pending("LocalQueue jobs doesn't exist")]),
    "There is no queue jobs in its namespace: it will not start as it is.",
  ],
  ["on hold", workload([pending("ClusterQueue team is stopped")]), "Its queue is on hold: nothing new starts."],
  ["unknown words", workload([pending("Workload no longer fits")]), "Workload no longer fits"],
  ["switched off", workload([], { active: false }), "It was switched off in the cluster."],
  [
    "a check",
    workload([{ type: "QuotaReserved", status: "True" }], {
      admission: { clusterQueue: "team", podSetAssignments: [] },
      admissionChecks: [
        { name: "budget", state: "Ready" },
        { name: "provisioning", state: "Pending" },
      ],
    }),
    "Its quota is set aside; the admission check provisioning has not agreed yet.",
  ],
])("waiting: %s", (_, given, reason) => {
  expect(observe({ job: job({ suspend: true }), ...(given ? { workload: given } : {}) })).toEqual({
    state: "waiting",
    isAdmitted: false,
    reason,
  });
});

test.each<[string, Condition[], string, string]>([
  [
    "what was borrowed",
    [evicted("Preempted"), { type: "Preempted", status: "True", reason: "InCohortReclamation" }],
    "preempted",
    "What it had borrowed was claimed back by its owner.",
  ],
  [
    "a higher priority",
    [evicted("Preempted"), { type: "Preempted", status: "True", reason: "InClusterQueue" }],
    "preempted",
    "A job of higher priority in the same queue took its place.",
  ],
  ["a drained queue", [evicted("ClusterQueueStopped")], "preempted", "Its queue is being drained."],
  [
    "nodes that were never ready",
    [evicted("PodsReadyTimeout")],
    "infrastructure",
    "Not all of its nodes were ready in the time that the cluster allows.",
  ],
  ["a hand", [evicted("Deactivated")], "stopped", "Somebody switched it off in the cluster."],
])("evicted by %s", (_, ...[conditions, outcome, reason]) => {
  const gone = observe({ job: job({ suspend: true }), workload: workload(conditions) });
  expect(gone).toEqual({ state: "ended", outcome, reason, exitCode: null, nodes: [], endedAt: new Date(at(40)) });
  const ending = observe({ job: job({ suspend: true }), pods: [pod({ main: runs(5) })], workload: workload(conditions) });
  expect(ending).toMatchObject({ state: "running" });
});

test("what Kueue started again after an eviction is over for us", () => {
  const again = workload(
    [
      { type: "Evicted", status: "False" },
      { type: "Admitted", status: "True" },
    ],
    {
      admission: { clusterQueue: "team", podSetAssignments: [] },
      schedulingStats: { evictions: [{ reason: "Preempted", count: 1 }] },
    },
  );
  expect(observe({ job: job(), workload: again })).toMatchObject({ state: "ended", outcome: "preempted" });
});

test.each<[string, PodObject[], EventObject[], object]>([
  ["no pods yet", [], [], { state: "starting", reason: null }],
  [
    "pods that the namespace forbids",
    [],
    [
      {
        metadata: { name: "e" },
        involvedObject: { kind: "Job" },
        reason: "FailedCreate",
        message: 'Error creating: pods "x" is forbidden: exceeded quota: backstop, requested: requests.nvidia.com/gpu=8.',
      },
    ],
    { state: "starting", reason: "The cluster refuses its pods: exceeded quota: backstop, requested: requests.nvidia.com/gpu=8." },
  ],
  [
    "no node",
    [
      pod({
        node: null,
        phase: "Pending",
        conditions: [
          {
            type: "PodScheduled",
            status: "False",
            reason: "Unschedulable",
            message:
              "0/2 nodes are available: 2 Insufficient nvidia.com/gpu. preemption: 0/2 nodes are available: 2 No preemption victims found.",
          },
        ],
      }),
    ],
    [],
    { state: "waiting", isAdmitted: true, reason: "No node can take it now: 0/2 nodes are available: 2 Insufficient nvidia.com/gpu." },
  ],
  ["a new container", [pod({ phase: "Pending", main: waits("ContainerCreating") })], [], { state: "starting", reason: null }],
  [
    "an image that fails for ten minutes",
    [pod({ phase: "Pending", main: waits("ImagePullBackOff", 'Back-off pulling image "none"'), startTime: "2026-03-01T11:50:00Z" })],
    [],
    { state: "starting", reason: 'The image cannot be pulled: Back-off pulling image "none".' },
  ],
  [
    "an image that fails for longer",
    [pod({ phase: "Pending", main: waits("ImagePullBackOff", 'Back-off pulling image "none"'), startTime: "2026-03-01T11:49:59Z" })],
    [],
    { state: "ended", outcome: "user-failure", reason: 'The image cannot be pulled: Back-off pulling image "none".' },
  ],
  [
    "an image with no name",
    [pod({ phase: "Pending", main: waits("InvalidImageName", "couldn't parse image name") })],
    [],
    { state: "ended", outcome: "user-failure", reason: "The image cannot be pulled: couldn't parse image name." },
  ],
  [
    "a missing secret",
    [pod({ phase: "Pending", main: waits("CreateContainerConfigError", 'secret "x" not found') })],
    [],
    { state: "starting", reason: 'It cannot start: secret "x" not found.' },
  ],
  [
    "inputs",
    [pod({ phase: "Pending", init: { name: "inputs", state: runs(3) }, main: waits("PodInitializing") })],
    [],
    { state: "inputs" },
  ],
  ["a command that runs", [pod({ main: runs(5) })], [], { state: "running", startedAt: new Date(at(5)), nodes: ["node-0"] }],
  ["a command that ended before its Job did", [pod({ phase: "Succeeded", main: ends(0) })], [], { state: "running" }],
])("admitted: %s", (_, ...[pods, events, seen]) => expect(observe({ job: job(), pods, events })).toMatchObject(seen));

test("all nodes must run", () => {
  const two = job({ completions: 2 });
  expect(observe({ job: two, pods: [pod({ main: runs(5) })] })).toEqual({ state: "starting", reason: "1 of 2 pods have been made." });
  const halfway = [pod({ rank: 1, main: runs(5) }), pod({ rank: 0, phase: "Pending", main: waits("ContainerCreating") })];
  expect(observe({ job: two, pods: halfway })).toEqual({ state: "starting", reason: "1 of 2 nodes have started." });
  const both = [pod({ rank: 1, main: runs(6) }), pod({ rank: 0, main: runs(5) })];
  expect(observe({ job: two, pods: both })).toEqual({ state: "running", startedAt: new Date(at(6)), nodes: ["node-0", "node-1"] });
});

describe("a pod whose node tells nothing any more", () => {
  const asked = "2026-03-01T11:58:59Z";
  const lost = (rank = 0): PodObject => pod({ rank, main: runs(5), due: asked, conditions: disruption("DeletionByTaintManager") });
  const target = (reason: string): Condition => ({ ...failed(reason), type: "FailureTarget" });
  const words =
    "Node node-0 was lost, or cannot end what runs on it: its pod was to end, and a minute after the pod's grace it has not said that it has.";

  test("is waited for a minute beyond its grace, and no longer", () => {
    const inTime = pod({ main: runs(5), due: "2026-03-01T11:59:00Z" });
    expect(observe({ job: job(), pods: [inTime] })).toMatchObject({ state: "running" });
    const seen = observe({ job: job(), pods: [lost()] });
    expect(seen).toEqual({
      ...{ state: "ended", outcome: "infrastructure", exitCode: null, reason: words, nodes: ["node-0"] },
      endedAt: new Date(asked),
    });
  });

  test("is no loss once it is over, or where no node had it", () => {
    expect(observe({ job: job(), pods: [pod({ phase: "Failed", main: ends(3), due: asked })] })).toMatchObject({ state: "running" });
    expect(observe({ job: job(), pods: [pod({ node: null, phase: "Pending", due: asked })] })).toMatchObject({ state: "waiting" });
  });

  test("takes its attempt with it, whatever the other nodes do", () => {
    const pods = [pod({ rank: 1, main: runs(5) }), lost()];
    expect(observe({ job: job({ completions: 2 }), pods })).toMatchObject({ state: "ended", outcome: "infrastructure", reason: words });
    const preparing = [pod({ rank: 1, phase: "Pending", main: waits("PodInitializing") }), lost()];
    expect(observe({ job: job({ completions: 2 }), pods: preparing })).toMatchObject({ state: "ended", outcome: "infrastructure" });
  });

  test.each<[string, string, PodObject[], string, string]>([
    ["its time limit", "DeadlineExceeded", [pod({ main: runs(5), due: asked })], "time-limit", "It passed its time limit."],
    [
      "the failure of another rank",
      "PodFailurePolicy",
      [pod({ rank: 1, phase: "Failed", main: ends(3) }), pod({ main: runs(5), due: asked })],
      "user-failure",
      "Rank 1 on node node-1 ended with exit code 3.",
    ],
    ["the node itself", "PodFailurePolicy", [lost()], "infrastructure", "Node node-0 was lost or tainted."],
  ])("does not hide why the Job gave up: %s", (_, ...[reason, pods, outcome, said]) => {
    const seen = observe({ job: job({ completions: pods.length, conditions: [target(reason)] }), pods });
    expect(seen).toMatchObject({ state: "ended", outcome, reason: said });
  });

  test("is waited for together with those that still end", () => {
    const pods = [pod({ rank: 1, main: runs(5), due: "2026-03-01T12:00:30Z" }), lost()];
    for (const one of [job({ deleted: at(58) }), job({ conditions: [target("DeadlineExceeded")] }), job({ suspend: true })]) {
      const given = one.spec?.suspend === true ? { workload: workload([evicted("Preempted")]) } : {};
      expect(observe({ job: one, pods, ...given })).toMatchObject({ state: "running" });
    }
  });

  test("ends as what was asked for, where that was to end", () => {
    expect(observe({ job: job({ deleted: at(57) }), pods: [lost()] })).toMatchObject({ state: "ended", outcome: "stopped", reason: words });
  });

  test("ends as what Kueue took back", () => {
    const seen = observe({ job: job({ suspend: true }), pods: [lost()], workload: workload([evicted("ClusterQueueStopped")]) });
    expect(seen).toMatchObject({ state: "ended", outcome: "preempted", reason: "Its queue is being drained." });
  });
});
