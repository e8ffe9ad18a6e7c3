import type { Tx } from "@plumbline/db";
import type { Ctx } from "../kernel/index.ts";
import { type Admission, admit } from "./rules/admit.ts";
import { historyMs, type PastWait, type SettledForecast } from "./rules/alike.ts";
import { type ExpectedEnd, expectedEnd } from "./rules/expected-end.ts";
import { type Ledger, openLedger, type Terms, termsOf } from "./rules/ledger.ts";
import type { Situation } from "./rules/situation.ts";
import { type StandingRow, selectStanding } from "./store/claims.ts";
import { selectGuarantees } from "./store/guarantees.ts";
import { selectDurations, selectPastWaits, selectSettledForecasts } from "./store/history.ts";
import { type PoolRow, selectPools } from "./store/pools.ts";
import { selectWorkspaceNames } from "./store/workspaces.ts";

type SeenSituation = Omit<Situation, "claims"> & { readonly claims: readonly StandingRow[] };

/** A pool with its cohort as it stands: what is needed to say why something waits for it. Of all workspaces, without names of jobs. */
export interface PoolScene {
  readonly pool: PoolRow;
  /** All pools that are in use, of other cohorts too. */
  readonly pools: readonly PoolRow[];
  readonly situation: SeenSituation;
  readonly terms: Terms;
  readonly ledger: Ledger;
  readonly names: ReadonlyMap<number, string>;
  readonly decided: Admission;
  /** Expected ends of what holds a part of the pool, by claim. */
  readonly ends: ReadonlyMap<string, ExpectedEnd>;
  readonly pastWaits: readonly PastWait[];
  readonly settled: readonly SettledForecast[];
}

/** Reads it in a transaction of the platform's own: seven statements. Undefined when the pool is there no more. */
export function readScene(ctx: Ctx, poolId: string): Promise<PoolScene | undefined> {
  return ctx.deps.db.transaction({ role: "system" }, async (tx) => {
    const pools = await selectPools(tx);
    const pool = pools.find(({ id }) => id === poolId);
    if (!pool) return;
    const situation = await readSituation(tx, { pools: cohortOf(pool, pools), now: ctx.now });
    const terms = termsOf(situation);
    const ledger = openLedger(terms);
    for (const claim of situation.claims) if (claim.state !== "waiting") ledger.add(claim);
    const since = new Date(ctx.now.getTime() - historyMs);
    return {
      ...{ pool, pools, situation, terms, ledger },
      names: await selectWorkspaceNames(tx),
      decided: admit(situation),
      ends: await endsOf(tx, situation, poolId),
      pastWaits: await selectPastWaits(tx, [poolId], since),
      settled: await selectSettledForecasts(tx, poolId, since),
    };
  });
}

/** The pools that are weighed together with one. */
export const cohortOf = (pool: PoolRow, pools: readonly PoolRow[]): PoolRow[] =>
  pools.filter(
    ({ id, cohort, admission }) => id === pool.id || (cohort !== null && cohort === pool.cohort && admission === pool.admission),
  );

export async function readSituation(tx: Tx, { pools, now }: { pools: readonly PoolRow[]; now: Date }): Promise<SeenSituation> {
  const ids = pools.map(({ id }) => id);
  return { pools, guarantees: await selectGuarantees(tx, ids, now), claims: await selectStanding(tx, ids), now: now.getTime() };
}

async function endsOf(tx: Tx, { claims, now }: SeenSituation, poolId: string): Promise<Map<string, ExpectedEnd>> {
  const holders = claims.filter((claim) => claim.poolId === poolId && claim.state !== "waiting");
  const rows = holders.length === 0 ? [] : await selectDurations(tx, holders);
  const byKind = new Map(rows.map((row) => [`${row.workspaceId} ${row.alikeKey}`, row.durations]));
  return new Map(
    holders.map((claim) => {
      const durations = byKind.get(`${claim.workspaceId} ${claim.alikeKey}`) ?? [];
      return [claim.id, expectedEnd({ admittedAt: claim.admittedAt ?? now, timeLimitSeconds: claim.timeLimitSeconds }, { durations, now })];
    }),
  );
}
