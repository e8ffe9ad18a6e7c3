import { expect, test } from "vitest";
import type { Observation } from "../executors/executor.ts";
import { decide, type Situation } from "./decide.ts";
import type { AttemptFacts, JobFacts, Seen } from "./facts.ts";

const now = new Date("2026-11-28T12:00:00Z");
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

const job: JobFacts = {
  wish: "run",
  state: "queued",
  executor: "local",
  timeLimitSeconds: 3600,
  graceSeconds: 60,
  retries: { userFailure: 0, outOfMemory: 0, infrastructure: 3, preempted: 10, backoffSeconds: 10 },
  nextTryAt: null,
  isUnreachable: false,
  waiting: null,
  ended: {},
};
const attempt: AttemptFacts = {
  number: 1,
  phase: "queued",
  outcome: null,
  stopCause: null,
  runningAt: null,
  stoppingAt: null,
  endedAt: null,
};

interface Given {
  readonly job?: Partial<JobFacts>;
  readonly attempt?: Partial<AttemptFacts> | null;
  readonly claim?: Situation["claim"];
  readonly seen?: Seen;
}

const next = (given: Given) =>
  decide({
    job: { ...job, ...given.job },
    attempt: given.attempt === null ? undefined : { ...attempt, ...given.attempt },
    claim: given.claim,
    seen: given.seen,
    now,
  });

const absent = { state: "absent" } as const;
const running = { state: "running", startedAt: ago(5), nodes: ["n1"] } as const;
const long = { ...running, startedAt: ago(3600 + 60 + 61) };
const endedWith = (outcome: Extract<Observation, { state: "ended" }>["outcome"], exitCode: number | null = null): Observation => ({
  state: "ended",
  outcome,
  exitCode,
  reason: "said so",
  nodes: ["n1"],
  endedAt: ago(1),
});
const kube = { executor: "kubernetes" } as const;

test.each<[string, Given, object]>([
  ["a job without an attempt gets one", { attempt: null }, { step: "open" }],
  ["what waits for a pool of this machine waits", { claim: "waiting" }, { step: "none" }],
  ["once admitted it starts", { claim: "admitted" }, { step: "advance", phase: "starting" }],
  ["without a claim it cannot start", {}, { step: "end", end: { outcome: "infrastructure" } }],
  ["what starts and is not there is launched", { attempt: { phase: "starting" }, seen: absent, claim: "admitted" }, { step: "launch" }],
  ["a lost preparation is begun anew", { attempt: { phase: "inputs" }, seen: absent, claim: "admitted" }, { step: "launch" }],
  ["inputs are told of", { attempt: { phase: "starting" }, seen: { state: "inputs" } }, { step: "advance", phase: "inputs" }],
  ["inputs are told of once", { attempt: { phase: "inputs" }, seen: { state: "inputs" } }, { step: "none" }],
  ["running is told of", { attempt: { phase: "inputs" }, seen: running }, { step: "advance", phase: "running", nodes: ["n1"], at: ago(5) }],
  ["a phase never goes back", { attempt: { phase: "running", runningAt: ago(9) }, seen: { state: "inputs" } }, { step: "none" }],
  [
    "what ran and is made anew without a word was taken away",
    { job: kube, attempt: { phase: "running", runningAt: ago(9) }, seen: { state: "waiting", isAdmitted: true, reason: "no node" } },
    { step: "end", end: { outcome: "infrastructure" } },
  ],
  [
    "also where it runs again already",
    { job: kube, attempt: { phase: "running", runningAt: ago(6) }, seen: running },
    { step: "end", end: { outcome: "infrastructure" } },
  ],
  ["what runs since it ran is the same", { job: kube, attempt: { phase: "running", runningAt: ago(5) }, seen: running }, { step: "none" }],
  [
    "what may end it soon is told",
    { job: kube, attempt: { phase: "running" }, seen: { ...running, trouble: "its node is silent" } },
    { step: "note", note: { reason: "its node is silent" } },
  ],
  [
    "once",
    {
      job: { ...kube, waiting: { reason: "its node is silent", scheduler: null } },
      attempt: { phase: "running" },
      seen: { ...running, trouble: "its node is silent" },
    },
    { step: "none" },
  ],
  [
    "and that it has passed",
    { job: { ...kube, waiting: { reason: "its node is silent", scheduler: null } }, attempt: { phase: "running" }, seen: running },
    { step: "note", note: { reason: null } },
  ],
  [
    "which is told once too",
    { job: { ...kube, waiting: { reason: null, scheduler: null } }, attempt: { phase: "running" }, seen: running },
    { step: "none" },
  ],
  ["what ran and is gone has failed", { attempt: { phase: "running" }, seen: absent }, { step: "end", end: { outcome: "infrastructure" } }],
  [
    "an end is an end",
    { attempt: { phase: "running" }, seen: endedWith("succeeded", 0) },
    { step: "end", end: { outcome: "succeeded", exitCode: 0 } },
  ],
  [
    "also of what was not seen running",
    { attempt: { phase: "starting" }, seen: endedWith("user-failure", 3) },
    { step: "end", end: { outcome: "user-failure", exitCode: 3, reason: "said so" } },
  ],
  [
    "stopped by somebody else is no fault of the job",
    { attempt: { phase: "running" }, seen: endedWith("stopped") },
    { step: "end", end: { outcome: "infrastructure" } },
  ],
  ["a cluster is handed an attempt that queues there", { job: kube, seen: absent }, { step: "launch" }],
  [
    "and it waits there",
    { job: { ...kube, waiting: { reason: "why", scheduler: null } }, seen: { state: "waiting", isAdmitted: false, reason: "why" } },
    { step: "none" },
  ],
  [
    "for another reason, which is told",
    { job: { ...kube, waiting: { reason: "why", scheduler: null } }, seen: { state: "waiting", isAdmitted: false, reason: "else" } },
    { step: "note", note: { reason: "else", scheduler: null } },
  ],
  [
    "also while it is placed",
    { job: kube, attempt: { phase: "starting" }, seen: { state: "starting", reason: "pulls its image" } },
    { step: "note", note: { reason: "pulls its image" } },
  ],
  [
    "until it is admitted there",
    { job: kube, seen: { state: "waiting", isAdmitted: true, reason: null } },
    { step: "advance", phase: "starting" },
  ],
  [
    "losing admission is preemption",
    { job: kube, attempt: { phase: "running" }, seen: { state: "waiting", isAdmitted: false, reason: null } },
    { step: "stop", cause: "preempt" },
  ],
])("%s", (_what, given, expected) => expect(next(given)).toMatchObject(expected));

test.each<[string, Given, object]>([
  ["cancelled while it queues here", { job: { wish: "cancel" }, claim: "waiting" }, { step: "end", end: { outcome: "cancelled" } }],
  ["suspended while it queues here", { job: { wish: "suspend" }, claim: "waiting" }, { step: "end", end: { outcome: "suspended" } }],
  [
    "cancelled before the cluster had it",
    { job: { ...kube, wish: "cancel" }, seen: absent },
    { step: "end", end: { outcome: "cancelled" } },
  ],
  [
    "cancelled while it queues there",
    { job: { ...kube, wish: "cancel" }, seen: { state: "waiting", isAdmitted: false, reason: null } },
    { step: "stop", cause: "cancel" },
  ],
  [
    "cancelled while inputs are laid in",
    { job: { wish: "cancel" }, attempt: { phase: "inputs" }, seen: { state: "inputs" } },
    { step: "stop", cause: "cancel", graceSeconds: 60 },
  ],
  [
    "cancelled while it runs",
    { job: { wish: "cancel" }, attempt: { phase: "running" }, seen: running },
    { step: "stop", cause: "cancel", graceSeconds: 60 },
  ],
  [
    "its grace runs down",
    { job: { wish: "cancel" }, attempt: { phase: "stopping", stopCause: "cancel", stoppingAt: ago(45) }, seen: running },
    { step: "stop", graceSeconds: 15 },
  ],
  [
    "and out",
    { job: { wish: "cancel" }, attempt: { phase: "stopping", stopCause: "cancel", stoppingAt: ago(400) }, seen: running },
    { step: "stop", graceSeconds: 0 },
  ],
  [
    "a suspended job that is cancelled while it stops",
    { job: { wish: "cancel" }, attempt: { phase: "stopping", stopCause: "suspend", stoppingAt: ago(1) }, seen: running },
    { step: "stop", cause: "cancel" },
  ],
  [
    "a stop is not taken back",
    { attempt: { phase: "stopping", stopCause: "suspend", stoppingAt: ago(1) }, seen: running },
    { step: "stop", cause: "suspend" },
  ],
  [
    "the end after a stop is the stop's",
    { attempt: { phase: "stopping", stopCause: "preempt" }, seen: endedWith("stopped") },
    { step: "end", end: { outcome: "preempted" } },
  ],
  [
    "also where the command answered the signal with a failure",
    { attempt: { phase: "stopping", stopCause: "suspend" }, seen: endedWith("user-failure", 143) },
    { step: "end", end: { outcome: "suspended", exitCode: 143 } },
  ],
  [
    "whoever was done before the stop has succeeded",
    { attempt: { phase: "stopping", stopCause: "cancel" }, seen: endedWith("succeeded", 0) },
    { step: "end", end: { outcome: "succeeded" } },
  ],
  [
    "gone after a stop",
    { attempt: { phase: "stopping", stopCause: "suspend" }, seen: absent },
    { step: "end", end: { outcome: "suspended" } },
  ],
  [
    "what it holds is needed elsewhere",
    { attempt: { phase: "running" }, claim: "evicting", seen: running },
    { step: "stop", cause: "preempt" },
  ],
  [
    "a time limit that the executor did not keep",
    { attempt: { phase: "running", runningAt: ago(3600 + 60 + 61) }, seen: long },
    { step: "stop", cause: "time-limit" },
  ],
  ["but not a moment early", { attempt: { phase: "running", runningAt: ago(3600 + 60 + 60) }, seen: long }, { step: "none" }],
])("stopping: %s", (_what, given, expected) => expect(next(given)).toMatchObject(expected));

const over = (outcome: AttemptFacts["outcome"], given: Partial<JobFacts> = {}): Given => ({
  job: { ended: outcome ? { [outcome]: 1 } : {}, ...given },
  attempt: { phase: "ended", outcome, endedAt: ago(4) },
});

test.each<[string, Given, object]>([
  ["success ends the job", over("succeeded"), { step: "close", state: "succeeded" }],
  ["also one that was to be cancelled", over("succeeded", { wish: "cancel" }), { step: "close", state: "succeeded" }],
  ["a user failure without retries ends it", over("user-failure"), { step: "close", state: "failed" }],
  ["a cancelled one is not tried again", over("infrastructure", { wish: "cancel" }), { step: "close", state: "cancelled" }],
  ["a time limit is never tried again", over("time-limit"), { step: "close", state: "failed" }],
  ["infrastructure is tried again after a pause", over("infrastructure"), { step: "rest", state: "waiting", until: ago(-6) }],
  ["the pause doubles", over("infrastructure", { ended: { infrastructure: 3 } }), { step: "rest", until: ago(-36) }],
  ["the last allowed retry", over("infrastructure", { ended: { infrastructure: 4 } }), { step: "close", state: "failed" }],
  ["it waits for the pause", over("infrastructure", { state: "waiting", nextTryAt: ago(-1) }), { step: "none" }],
  ["and goes on after it", over("infrastructure", { state: "waiting", nextTryAt: ago(0) }), { step: "open" }],
  ["what was taken from it is no reason to wait", over("preempted"), { step: "open" }],
  ["preemptions are counted too", over("preempted", { ended: { preempted: 11 } }), { step: "close", state: "failed" }],
  ["a suspended job rests", over("suspended", { wish: "suspend" }), { step: "rest", state: "suspended", until: null }],
  ["and rests on", over("suspended", { wish: "suspend", state: "suspended" }), { step: "none" }],
  ["until it is resumed", over("suspended", { state: "suspended" }), { step: "open" }],
  ["resumed while it was still being suspended", over("suspended", { state: "stopping" }), { step: "open" }],
  [
    "suspended during a pause",
    over("infrastructure", { wish: "suspend", state: "waiting", nextTryAt: ago(-5) }),
    { step: "rest", state: "suspended" },
  ],
  ["cancelled while suspended", over("suspended", { wish: "cancel", state: "suspended" }), { step: "close", state: "cancelled" }],
  ["a job that is over stays so", over("user-failure", { state: "failed", wish: "cancel" }), { step: "none" }],
])("between attempts: %s", (_what, given, expected) => expect(next(given)).toMatchObject(expected));

test.each<[string, Given, object]>([
  ["is told of", { attempt: { phase: "running" }, seen: { state: "unreachable" } }, { step: "reach", isUnreachable: true }],
  ["is told of once", { job: { isUnreachable: true }, attempt: { phase: "running" }, seen: { state: "unreachable" } }, { step: "none" }],
  [
    "changes nothing of a stop",
    { job: { isUnreachable: true, wish: "cancel" }, attempt: { phase: "running" }, seen: { state: "unreachable" } },
    { step: "none" },
  ],
  [
    "ends when it answers",
    { job: { isUnreachable: true }, attempt: { phase: "running" }, seen: absent },
    { step: "reach", isUnreachable: false },
  ],
])("an executor that does not answer %s", (_what, given, expected) => expect(next(given)).toMatchObject(expected));

test("what ran so shortly that nobody saw it ran all the same", () => {
  const ended = { ...endedWith("succeeded", 0), startedAt: ago(3) } as Observation;
  expect(next({ attempt: { phase: "starting" }, seen: ended })).toEqual({ step: "advance", phase: "running", nodes: ["n1"], at: ago(3) });
  expect(next({ attempt: { phase: "running" }, seen: ended })).toMatchObject({ step: "end" });
  expect(next({ attempt: { phase: "stopping", stopCause: "cancel" }, seen: ended })).toMatchObject({ step: "end" });
});
