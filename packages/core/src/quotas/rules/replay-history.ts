import { setImmediate as nextTurn } from "node:timers/promises";
import { admit } from "./admit.ts";
import type { Guarantee, PoolFacts, Situation, Standing } from "./situation.ts";

/** A claim of the past: when it was queued, and how long it held what it got. Milliseconds. */
export interface PastClaim {
  readonly id: string;
  readonly poolId: string;
  readonly workspaceId: number;
  readonly amount: number;
  readonly priority: number;
  readonly queuedAt: number;
  readonly heldMs: number;
}

/** Waits in milliseconds by claim; absent where it would not have started before `until`. */
export type Waits = ReadonlyMap<string, number>;

const passesAtOnce = 100;

interface Event {
  readonly at: number;
  readonly id: string;
  readonly kind: "end" | "queue";
}

/**
 * Plays the past through again: the same claims come at the same times and hold as long as they did, and admission decides anew under
 * the given guarantees. What is taken back begins again from the start. Passes are made when something comes or ends. It lets others
 * have the process every few passes.
 */
export async function replayHistory(
  { pools, guarantees }: { pools: readonly PoolFacts[]; guarantees: readonly Guarantee[] },
  { claims, until }: { claims: readonly PastClaim[]; until: number },
): Promise<Waits> {
  const past = new Map(claims.map((claim) => [claim.id, claim]));
  const standing = new Map<string, Standing>();
  const waits = new Map<string, number>();
  let passes = 0;
  const events = openEvents(claims.map(({ id, queuedAt }) => ({ at: queuedAt, id, kind: "queue" })));
  for (let event = events.next(); event && event.at <= until; event = events.next()) {
    take(event, { past, standing });
    if (events.nextAt() === event.at) continue;
    passes += 1;
    if (passes % passesAtOnce === 0) await nextTurn();
    const situation: Situation = { pools, guarantees, claims: [...standing.values()], now: event.at };
    for (const claim of startedIn(situation, { past, standing })) {
      if (!waits.has(claim.id)) waits.set(claim.id, event.at - claim.queuedAt);
      events.add({ at: event.at + claim.heldMs, id: claim.id, kind: "end" });
    }
  }
  return waits;
}

interface Played {
  readonly past: ReadonlyMap<string, PastClaim>;
  readonly standing: Map<string, Standing>;
}

const startedIn = (situation: Situation, { past, standing }: Played): PastClaim[] =>
  pass(situation, standing).flatMap(({ id }) => past.get(id) ?? []);

function take({ at, id, kind }: Event, { past, standing }: Played): void {
  const claim = past.get(id);
  if (!claim) return;
  const known = standing.get(id);
  // An end that was planned before the claim was taken back and began again.
  if (kind === "end" && known?.state === "admitted" && (known.admittedAt ?? 0) + claim.heldMs === at) standing.delete(id);
  if (kind === "queue") standing.set(id, { ...claim, state: "waiting", rankedAt: claim.queuedAt, admittedAt: null });
}

/** Passes until nothing more starts; what has to go waits again at once. Returns what has started. */
function pass(situation: Situation, standing: Map<string, Standing>): { id: string }[] {
  const started = new Map<string, { id: string }>();
  for (let state = situation; ; state = { ...state, claims: [...standing.values()] }) {
    const done = admit(state);
    for (const { id } of done.evict) {
      started.delete(id);
      set(standing, id, { state: "waiting", admittedAt: null });
    }
    for (const { id } of done.admit) {
      started.set(id, { id });
      set(standing, id, { state: "admitted", admittedAt: situation.now });
    }
    if (done.evict.length === 0) return [...started.values()];
  }
}

function set(standing: Map<string, Standing>, id: string, change: Partial<Standing>): void {
  const claim = standing.get(id);
  if (claim) standing.set(id, { ...claim, ...change });
}

/** Events by time; at one time, ends before what is queued. */
function openEvents(given: readonly Event[]) {
  const order = (one: Event, other: Event) => one.at - other.at || (one.kind < other.kind ? -1 : one.kind > other.kind ? 1 : 0);
  const coming = [...given].sort(order);
  const ends: Event[] = [];
  let at = 0;
  const first = (): Event | undefined => {
    const [end, queued] = [ends[0], coming[at]];
    return end && (!queued || order(end, queued) <= 0) ? end : queued;
  };
  return {
    next(): Event | undefined {
      const event = first();
      if (event && event === ends[0]) ends.shift();
      else at += 1;
      return event;
    },
    nextAt: (): number | undefined => first()?.at,
    add(event: Event): void {
      const after = ends.findIndex((one) => one.at > event.at);
      if (after === -1) ends.push(event);
      else ends.splice(after, 0, event);
    },
  };
}
