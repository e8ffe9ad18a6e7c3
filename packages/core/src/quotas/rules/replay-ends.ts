import { admit } from "./admit.ts";
import type { Situation, Standing } from "./situation.ts";

export interface End {
  readonly id: string;
  readonly at: number;
}

/** What becomes of what a holder frees. */
export interface Freed {
  readonly holderId: string;
  readonly at: number;
  /** Those that start by it, the one that is asked about among them. */
  readonly starts: readonly string[];
}

export interface Replay {
  readonly freed: readonly Freed[];
  /** When the one asked about starts; null when it does not within the steps that were looked at. */
  readonly startsAt: number | null;
}

/**
 * Lets holders end one after another as expected, with nothing else arriving, until what is asked about starts: what must end
 * first, and who gets what they free. What has to give back what it borrowed is taken to end at once.
 */
export function replayEnds(
  situation: Situation,
  { target, ends, stepsMax }: { target: string; ends: readonly End[]; stepsMax: number },
): Replay {
  let state = atRest(situation).state;
  const freed: Freed[] = [];
  for (const end of [...ends].sort((one, other) => one.at - other.at).slice(0, stepsMax)) {
    const now = Math.max(state.now, end.at);
    const { state: next, starts } = atRest({ ...state, now, claims: state.claims.filter(({ id }) => id !== end.id) });
    freed.push({ holderId: end.id, at: end.at, starts });
    if (starts.includes(target)) return { freed, startsAt: now };
    state = next;
  }
  return { freed, startsAt: null };
}

const passesMax = 4;

/** Passes until nothing has to go any more: one is enough where nothing does. */
function atRest(situation: Situation): { state: Situation; starts: string[] } {
  let state = situation;
  const starts: string[] = [];
  for (let pass = 0; pass < passesMax; pass++) {
    const done = admit(state);
    const isLeaving = done.evict.length > 0 || state.claims.some((claim) => claim.state === "evicting");
    starts.push(...done.admit.map(({ id }) => id));
    state = { ...state, claims: after(state, done) };
    if (!isLeaving) break;
  }
  return { state, starts };
}

function after(situation: Situation, done: ReturnType<typeof admit>): Standing[] {
  const [started, ended] = [new Set(done.admit.map(({ id }) => id)), new Set(done.evict.map(({ id }) => id))];
  return situation.claims.map((claim): Standing => {
    if (started.has(claim.id)) return { ...claim, state: "admitted", admittedAt: situation.now };
    return ended.has(claim.id) || claim.state === "evicting" ? { ...claim, state: "waiting", admittedAt: null } : claim;
  });
}
