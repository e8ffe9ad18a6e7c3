import type { Blocked } from "./pass.ts";
import { amountOf, count, type PoolNames } from "./pool-words.ts";

/** The facts behind the sentence that says why something waits. */
export interface WaitFacts {
  readonly pool: PoolNames & { readonly capacity: number; readonly outside: number; readonly stateReason: string | null };
  readonly workspace: string;
  readonly amount: number;
  readonly used: number;
  readonly guaranteed: number;
  readonly borrowingLimit: number | null;
  /** The most that the workspace could ever hold. */
  readonly most: number;
  readonly free: number;
  readonly blocked: Blocked | undefined;
  /** Title of the claim that `blocked` names, if it is of the viewer's workspace. */
  readonly named: string | null;
  readonly waitedMinutes: number;
}

export type BlockingKind = "quota" | "capacity" | "hold" | "unknown";

interface Told {
  readonly kind: BlockingKind;
  readonly headline: string;
  /** How much there is of what is needed. */
  readonly available: number;
}

/** One exact sentence. */
export function headlineOf(facts: WaitFacts): Told {
  const waiting = `Waiting for ${amountOf(facts.amount, facts.pool)}: `;
  if (facts.amount > facts.most + 1e-9) {
    return {
      ...{ kind: "quota", available: facts.most },
      headline: `It asks for ${amountOf(facts.amount, facts.pool)}, and ${facts.workspace} can hold at most ${count(facts.most)}: it will not start as it is.`,
    };
  }
  const { blocked } = facts;
  if (!blocked)
    return { kind: "unknown", available: facts.free, headline: `${amountOf(facts.amount, facts.pool)} are free: it is about to start.` };
  return tell({ ...facts, waiting }, blocked);
}

function tell(facts: WaitFacts & { waiting: string }, blocked: Blocked): Told {
  const { waiting, pool, free } = facts;
  switch (blocked.kind) {
    case "held":
    case "draining":
      return { kind: "hold", available: 0, headline: `Nothing new starts in ${pool.name}: ${holdWords(blocked.kind, pool.stateReason)}` };
    case "own-limit":
      return { kind: "quota", available: blocked.available, headline: `${waiting}${ownLimitWords(facts)}.` };
    case "cohort":
      return { kind: "quota", available: blocked.available, headline: `${waiting}${cohortWords(facts, blocked.available)}.` };
    case "capacity":
      return { kind: "capacity", available: blocked.available, headline: `${waiting}${capacityWords(facts)}.` };
    case "behind":
      return {
        kind: "quota",
        available: free,
        headline: `${waiting}${facts.named ?? "another job"}, ahead in ${facts.workspace}'s queue, must start first.`,
      };
    case "kept":
      return { kind: "quota", available: blocked.available, headline: `${waiting}${keptWords(facts, blocked)}.` };
    case "making-room":
      return {
        kind: "quota",
        available: free,
        headline: `${waiting}what was borrowed is being given back; it starts as soon as that has ended.`,
      };
  }
}

const holdWords = (kind: "held" | "draining", reason: string | null): string =>
  `${kind === "held" ? "the platform team holds the pool" : "the platform team empties the pool"}${reason ? `: ${reason}` : ""}.`;

function usesWords({ workspace, used, guaranteed }: WaitFacts): string {
  if (guaranteed === 0)
    return used === 0 ? `${workspace} is guaranteed none` : `${workspace} is guaranteed none and borrows ${count(used)}`;
  if (used > guaranteed) return `${workspace} uses all ${count(guaranteed)} it is guaranteed and borrows ${count(used - guaranteed)}`;
  return used === guaranteed
    ? `${workspace} uses all ${count(guaranteed)} it is guaranteed`
    : `${workspace} uses ${count(used)} of the ${count(guaranteed)} it is guaranteed`;
}

const ownLimitWords = (facts: WaitFacts): string =>
  facts.borrowingLimit === 0
    ? `${usesWords(facts)}, and may borrow none`
    : `${usesWords(facts)}, and may borrow no more than ${count(facts.borrowingLimit ?? 0)}`;

const cohortWords = (facts: WaitFacts, available: number): string =>
  `${usesWords(facts)}, and ${available <= 0 ? "none" : `only ${count(available)}`} of the pool's ${count(facts.pool.capacity)} ${
    available === 1 ? "is" : "are"
  } free to borrow`;

const capacityWords = ({ free, pool }: WaitFacts): string =>
  `${free <= 0 ? "none" : `only ${count(free)}`} of the pool's ${count(pool.capacity)} ${free === 1 ? "is" : "are"} free${
    pool.outside > 0 ? `, and ${count(pool.outside)} are held outside of quotas` : ""
  }`;

const keptWords = ({ named, free }: WaitFacts, blocked: Extract<Blocked, { kind: "kept" }>): string =>
  blocked.for === null
    ? `${count(free)} are free, and workspaces that wait are guaranteed them`
    : `${count(free)} are free, and kept for ${named ?? "a job of another workspace"}, which has waited longest`;
