import fc from "fast-check";
import { expect, test } from "vitest";
import type { EndedOutcome } from "../executors/executor.ts";
import { type Decision, decide } from "./decide.ts";
import type { AttemptFacts, ClaimState, JobFacts, JobWish, Seen } from "./facts.ts";

/** A job as the store would keep it, driven by decisions alone. */
interface World {
  job: JobFacts;
  attempts: AttemptFacts[];
  claim: ClaimState;
  now: number;
}

type Event =
  | { readonly kind: "seen"; readonly seen: Seen }
  | { readonly kind: "wish"; readonly wish: JobWish }
  | { readonly kind: "claim"; readonly claim: ClaimState }
  | { readonly kind: "time"; readonly seconds: number };

const start = Date.UTC(2026, 10, 28);
const endedStates = ["succeeded", "failed", "cancelled"];

const begin = (executor: JobFacts["executor"], retries: JobFacts["retries"]): World => ({
  job: {
    wish: "run",
    state: "queued",
    executor,
    timeLimitSeconds: 3600,
    graceSeconds: 30,
    retries,
    nextTryAt: null,
    isUnreachable: false,
    waiting: null,
    ended: {},
  },
  attempts: [],
  claim: "waiting",
  now: start,
});

function decideIn(world: World, seen: Seen): Decision {
  const attempt = world.attempts.at(-1);
  const isHere = world.job.executor === "kubernetes" || attempt?.phase !== "queued";
  return decide({
    job: world.job,
    attempt,
    claim: world.claim,
    seen: attempt && attempt.phase !== "ended" && isHere ? seen : undefined,
    now: new Date(world.now),
  });
}

/** What the reconciler writes for a decision. */
function apply(world: World, decision: Decision): void {
  const last = world.attempts.at(-1);
  const change = (attempt: Partial<AttemptFacts>) => {
    if (!last || last.phase === "ended") throw new Error("there is no attempt that could change");
    world.attempts[world.attempts.length - 1] = { ...last, ...attempt };
  };
  const become = (job: Partial<JobFacts>) => {
    if (endedStates.includes(world.job.state)) throw new Error("a job that is over changes no more");
    world.job = { ...world.job, nextTryAt: null, waiting: null, ...job };
  };
  switch (decision.step) {
    case "none":
      return;
    case "open": {
      if (last && last.phase !== "ended") throw new Error("two attempts are unfinished");
      const number = world.attempts.length + 1;
      const fresh = { number, phase: "queued", outcome: null, stopCause: null, runningAt: null, stoppingAt: null, endedAt: null } as const;
      world.attempts.push(fresh);
      world.claim = "waiting";
      become({ state: "queued", isUnreachable: false });
      return;
    }
    case "note":
      become({ waiting: decision.note });
      return;
    case "launch":
      change({});
      return;
    case "advance":
      change({ phase: decision.phase, ...(decision.phase === "running" ? { runningAt: decision.at } : {}) });
      become({ state: decision.phase === "running" ? "running" : "starting" });
      return;
    case "stop":
      change({ phase: "stopping", stopCause: decision.cause, stoppingAt: last?.stoppingAt ?? new Date(world.now) });
      become({ state: "stopping" });
      return;
    case "end": {
      const { outcome } = decision.end;
      change({ phase: "ended", outcome, endedAt: new Date(world.now) });
      world.claim = "released";
      become({ ended: { ...world.job.ended, [outcome]: (world.job.ended[outcome] ?? 0) + 1 }, isUnreachable: false });
      return;
    }
    case "rest":
      become({ state: decision.state, nextTryAt: decision.until });
      return;
    case "close":
      become({ state: decision.state });
      return;
    case "reach":
      become({ isUnreachable: decision.isUnreachable });
      return;
  }
}

const outcomes: EndedOutcome[] = ["succeeded", "user-failure", "out-of-memory", "time-limit", "infrastructure", "preempted", "stopped"];
const anySeen: fc.Arbitrary<Seen> = fc.oneof(
  fc.constant<Seen>(undefined),
  fc.constantFrom<Seen>({ state: "unreachable" }, { state: "absent" }, { state: "inputs" }, { state: "starting", reason: null }),
  fc.boolean().map((isAdmitted): Seen => ({ state: "waiting", isAdmitted, reason: null })),
  fc.constant<Seen>({ state: "running", startedAt: new Date(start), nodes: ["n"] }),
  fc.tuple(fc.constantFrom(...outcomes), fc.constantFrom(undefined, new Date(start))).map(
    ([outcome, startedAt]): Seen => ({
      state: "ended",
      outcome,
      startedAt,
      exitCode: null,
      reason: "so",
      nodes: [],
      endedAt: new Date(start),
    }),
  ),
);
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: anySeen.map((seen): Event => ({ kind: "seen", seen })) },
  { weight: 1, arbitrary: fc.constantFrom<JobWish>("run", "suspend", "cancel").map((wish): Event => ({ kind: "wish", wish })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<ClaimState>("waiting", "admitted", "evicting").map((claim): Event => ({ kind: "claim", claim })),
  },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 5000 }).map((seconds): Event => ({ kind: "time", seconds })) },
);
const few = fc.integer({ min: 0, max: 3 });
const anyRetries = fc.record({
  userFailure: few,
  outOfMemory: few,
  infrastructure: few,
  preempted: few,
  backoffSeconds: fc.integer({ min: 1, max: 600 }),
});
const anyWorld = fc
  .tuple(fc.constantFrom("local" as const, "kubernetes" as const), anyRetries)
  .map(([executor, retries]) => begin(executor, retries));

/** Whatever is seen, whenever, however often. A cancelled job cannot be wished back: the verb refuses it. */
function happen(world: World, event: Event): void {
  if (event.kind === "time") world.now += event.seconds * 1000;
  if (event.kind === "wish" && world.job.wish !== "cancel" && !endedStates.includes(world.job.state)) {
    world.job = { ...world.job, wish: event.wish };
  }
  if (event.kind === "claim" && world.claim !== "released") world.claim = event.claim;
  apply(world, decideIn(world, event.kind === "seen" ? event.seen : undefined));
}

const run = (world: World, events: readonly Event[]): void => {
  for (const event of events) happen(world, event);
};

/** An executor that tells the truth and does what it is asked. */
function settle(world: World): void {
  let isStopped = false;
  for (let step = 0; step < 20 && !endedStates.includes(world.job.state); step++) {
    const truth: Seen = isStopped ? { state: "absent" } : { state: "running", startedAt: new Date(start), nodes: ["n"] };
    const decision = decideIn(world, truth);
    isStopped ||= decision.step === "stop";
    apply(world, decision);
  }
}

test("never are two attempts unfinished, and what is over stays over, whatever is seen", () => {
  fc.assert(
    fc.property(anyWorld, fc.array(anyEvent, { maxLength: 120 }), (world, events) => {
      run(world, events);
      expect(world.attempts.filter(({ phase }) => phase !== "ended").length).toBeLessThanOrEqual(1);
      expect(world.attempts.map(({ number }) => number)).toEqual(world.attempts.map((_, index) => index + 1));
    }),
  );
});

test("attempts of a class never pass what its retries allow", () => {
  const classes = {
    "user-failure": "userFailure",
    "out-of-memory": "outOfMemory",
    infrastructure: "infrastructure",
    preempted: "preempted",
  } as const;
  fc.assert(
    fc.property(anyWorld, fc.array(anyEvent, { maxLength: 200 }), (world, events) => {
      run(world, events);
      for (const [outcome, retries] of Object.entries(classes)) {
        const count = world.attempts.filter((attempt) => attempt.outcome === outcome).length;
        expect(count).toBeLessThanOrEqual(world.job.retries[retries] + 1);
      }
      expect(world.attempts.filter(({ outcome }) => outcome === "time-limit").length).toBeLessThanOrEqual(1);
      expect(world.attempts.filter(({ outcome }) => outcome === "succeeded").length).toBeLessThanOrEqual(1);
    }),
  );
});

test("a cancelled job ends once its executor answers, from wherever it stood", () => {
  fc.assert(
    fc.property(anyWorld, fc.array(anyEvent, { maxLength: 60 }), (world, events) => {
      run(world, events);
      if (endedStates.includes(world.job.state)) return;
      world.job = { ...world.job, wish: "cancel" };
      settle(world);
      expect(["cancelled", "succeeded"]).toContain(world.job.state);
      expect(world.attempts.every(({ phase }) => phase === "ended")).toBe(true);
    }),
  );
});

test("the same situation has the same answer, and what was answered is not asked for again", () => {
  fc.assert(
    fc.property(anyWorld, fc.array(anyEvent, { maxLength: 60 }), anySeen, (world, events, seen) => {
      run(world, events);
      const first = decideIn(world, seen);
      expect(decideIn(world, seen)).toEqual(first);
      const isRepeatable = first.step === "launch" || first.step === "stop";
      if (isRepeatable || first.step === "none") return;
      apply(world, first);
      expect(decideIn(world, seen)).not.toEqual(first);
    }),
  );
});
