import type { Tx } from "@plumbline/db";
import type { Deps } from "../kernel/index.ts";
import type { PlacedHolder } from "./claim.ts";
import { noteStandings } from "./note-standings.ts";
import { admit } from "./rules/admit.ts";
import { admitClaims, evictClaims, type HeldClaim, selectEvicting, selectStanding } from "./store/claims.ts";
import { selectGuarantees } from "./store/guarantees.ts";
import { lockPools, type PoolRow, selectPools } from "./store/pools.ts";
import { tellPools } from "./tell-pools.ts";

/** What a pass over all pools came to. */
export interface AdmissionPass {
  readonly admitted: readonly PlacedHolder[];
  /** All that must end, of this pass and of earlier ones: until they are released. */
  readonly evict: readonly (PlacedHolder & { readonly cause: string })[];
}

/**
 * Admits to the pools that no cluster admits to, one transaction for each cohort, and tells pages what has changed of any pool.
 * Called by whoever leads.
 */
export async function admitWaiting(deps: Deps): Promise<AdmissionPass> {
  const pools = await deps.db.transaction({ role: "system" }, selectPools);
  const admitted: PlacedHolder[] = [];
  const evict: (PlacedHolder & { cause: string })[] = [];
  const [ours, theirs] = [pools.filter(({ admission }) => admission === "own"), pools.filter(({ admission }) => admission === "kueue")];
  if (theirs.length > 0) await deps.db.transaction({ role: "system" }, (tx) => noteStandings(tx, theirs, deps.now()));
  for (const cohort of cohortsOf(ours)) {
    const pass = await deps.db.transaction({ role: "system" }, (tx) => admitCohort(tx, cohort, deps.now()));
    admitted.push(...pass.admitted.map(placed));
    evict.push(...pass.evicting.map((claim) => ({ ...placed(claim), cause: claim.cause })));
  }
  if (await deps.db.transaction({ role: "system" }, (tx) => tellPools(tx, deps.now()))) deps.onChange();
  return { admitted, evict };
}

/** Pools that are weighed together; one without a cohort stands alone. */
function cohortsOf<P extends Pick<PoolRow, "id" | "cohort">>(pools: readonly P[]): P[][] {
  return [...Map.groupBy(pools, ({ id, cohort }) => (cohort === null ? `pool ${id}` : `cohort ${cohort}`)).values()];
}

async function admitCohort(tx: Tx, cohort: readonly PoolRow[], now: Date) {
  const ids = cohort.map(({ id }) => id);
  const pools = await lockPools(tx, ids);
  const [guarantees, claims] = [await selectGuarantees(tx, ids, now), await selectStanding(tx, ids)];
  const decided = admit({ pools, guarantees, claims, now: now.getTime() });
  if (decided.evict.length > 0) await evictClaims(tx, decided.evict, now);
  const admitted = decided.admit.length > 0 ? await admitClaims(tx, decided.admit, now) : [];
  await noteStandings(tx, pools, now);
  return { admitted, evicting: await selectEvicting(tx, ids) };
}

const placed = ({ workspace_id, holder_kind, holder_id }: HeldClaim): PlacedHolder => ({
  workspaceId: workspace_id,
  kind: holder_kind,
  id: holder_id,
});
