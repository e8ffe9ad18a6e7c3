import type { PoolSettings } from "@plumbline/contracts/quotas/platform";
import type { Ctx } from "../kernel/index.ts";
import { machinePools } from "./local-pools.ts";
import type { Guarantee } from "./rules/situation.ts";
import { selectHeld } from "./store/claims.ts";
import { selectGuarantees } from "./store/guarantees.ts";
import { type QuotaRow, type RatePeriodRow, selectQuotas, selectRateHistory } from "./store/pool-settings.ts";
import { type PoolRow, selectPools } from "./store/pools.ts";
import { selectWorkspaceNames } from "./store/workspaces.ts";

interface Facts {
  readonly quotas: readonly QuotaRow[];
  readonly guarantees: readonly Guarantee[];
  readonly rates: readonly RatePeriodRow[];
  readonly names: ReadonlyMap<number, string>;
  used(poolId: string, workspaceId: number): number;
}

/** All pools as the platform team sees them: six statements. Asked as the database role `system`. */
export async function readPoolSettings(ctx: Ctx): Promise<PoolSettings[]> {
  const pools = await selectPools(ctx.tx);
  const ids = pools.map(({ id }) => id);
  const held = new Map((await selectHeld(ctx.tx, ids)).map((row) => [`${row.pool_id} ${row.workspace_id}`, row.amount]));
  const facts: Facts = {
    quotas: await selectQuotas(ctx.tx, ids),
    guarantees: await selectGuarantees(ctx.tx, ids, ctx.now),
    rates: await selectRateHistory(ctx.tx),
    names: await selectWorkspaceNames(ctx.tx),
    used: (poolId, workspaceId) => held.get(`${poolId} ${workspaceId}`) ?? 0,
  };
  return pools.map((pool) => toSettings(pool, facts));
}

function toSettings(pool: PoolRow, facts: Facts): PoolSettings {
  const rates = facts.rates.filter(({ pool_id }) => pool_id === pool.id);
  const [rate] = rates;
  return {
    ...{ id: pool.id, name: pool.name, title: pool.title, cluster: pool.cluster_name, resource: pool.resource, flavour: pool.flavour },
    ...{
      mig: pool.mig,
      capacity: pool.capacity,
      state: pool.state,
      stateReason: pool.state_reason,
      cohort: pool.cohort,
      shared: pool.shared,
    },
    ...{
      admission: pool.admission,
      isManaged: pool.is_managed,
      strategy: pool.strategy,
      reclaim: pool.reclaim,
      preemption: pool.preemption,
    },
    rate: rate ? { perUnitHour: rate.per_unit_hour, currency: rate.currency } : null,
    isCapacitySetHere: pool.admission === "own" && !machinePools.includes(pool.name),
    rates: rates.map((one) => ({ from: one.valid_from.toISOString(), perUnitHour: one.per_unit_hour, currency: one.currency })),
    quotas: quotasOf(pool, facts),
  };
}

function quotasOf(pool: PoolRow, facts: Facts): PoolSettings["quotas"] {
  const lasting = new Map(facts.quotas.filter(({ pool_id }) => pool_id === pool.id).map((row) => [row.workspace_id, row.nominal]));
  const rows = facts.guarantees
    .filter(({ poolId }) => poolId === pool.id)
    .map((one) => ({
      workspace: facts.names.get(one.workspaceId) ?? "",
      nominal: lasting.get(one.workspaceId) ?? 0,
      granted: one.nominal - (lasting.get(one.workspaceId) ?? 0),
      borrowingLimit: one.borrowingLimit,
      lendingLimit: one.lendingLimit,
      weight: one.weight,
      used: facts.used(pool.id, one.workspaceId),
    }));
  return rows.sort((one, other) => (one.workspace < other.workspace ? -1 : 1));
}
