import type { Tx } from "@plumbline/db";
import type { PoolRow } from "./pools.ts";

/** What people set of a pool. */
export type PoolSetting = Pick<
  PoolRow,
  "title" | "cohort" | "shared" | "capacity" | "state" | "state_reason" | "strategy" | "reclaim" | "preemption"
>;

const valuesOf = (pool: PoolSetting): unknown[] => [
  pool.title,
  pool.cohort,
  pool.shared,
  pool.capacity,
  pool.state,
  pool.state_reason,
  pool.strategy,
  pool.reclaim,
  pool.preemption,
];

export interface NewPool extends PoolSetting, Pick<PoolRow, "id" | "name" | "resource" | "flavour" | "mig"> {
  readonly createdAt: Date;
}

/** False when the name is taken. */
export const insertPool = async (tx: Tx, pool: NewPool): Promise<boolean> =>
  (await tx.execute(
    `INSERT INTO pool (title, cohort, shared, capacity, state, state_reason, strategy, reclaim, preemption, id, name, resource, flavour, mig, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (name) DO NOTHING`,
    [...valuesOf(pool), pool.id, pool.name, pool.resource, pool.flavour, pool.mig, pool.createdAt],
  )) > 0;

export async function setPool(tx: Tx, id: string, pool: PoolSetting): Promise<void> {
  await tx.execute(
    `UPDATE pool SET title = $1, cohort = $2, shared = $3, capacity = $4, state = $5, state_reason = $6, strategy = $7, reclaim = $8, preemption = $9
     WHERE id = $10`,
    [...valuesOf(pool), id],
  );
}

export interface QuotaRow {
  readonly pool_id: string;
  readonly workspace_id: number;
  readonly nominal: number;
  readonly borrowing_limit: number | null;
  readonly lending_limit: number | null;
  readonly weight: number;
}

/** What was set for workspaces, without the changes of requests. */
export const selectQuotas = (tx: Tx, poolIds: readonly string[]): Promise<QuotaRow[]> =>
  tx.rows(
    "SELECT pool_id, workspace_id, nominal, borrowing_limit, lending_limit, weight FROM quota WHERE pool_id = ANY($1::uuid[]) ORDER BY pool_id, workspace_id",
    [poolIds],
  );

export async function putQuota(tx: Tx, quota: QuotaRow & { by: string; at: Date }): Promise<void> {
  await tx.execute(
    `INSERT INTO quota (pool_id, workspace_id, nominal, borrowing_limit, lending_limit, weight, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (pool_id, workspace_id) DO UPDATE
     SET nominal = $3, borrowing_limit = $4, lending_limit = $5, weight = $6, updated_by = $7, updated_at = $8`,
    [quota.pool_id, quota.workspace_id, quota.nominal, quota.borrowing_limit, quota.lending_limit, quota.weight, quota.by, quota.at],
  );
}

export const deleteQuota = async (tx: Tx, poolId: string, workspaceId: number): Promise<boolean> =>
  (await tx.execute("DELETE FROM quota WHERE pool_id = $1 AND workspace_id = $2", [poolId, workspaceId])) > 0;

export interface RatePeriodRow {
  readonly pool_id: string;
  readonly valid_from: Date;
  readonly per_unit_hour: number;
  readonly currency: string;
}

/** All rates there were, the newest first. */
export const selectRateHistory = (tx: Tx): Promise<RatePeriodRow[]> =>
  tx.rows("SELECT pool_id, valid_from, per_unit_hour, currency FROM pool_rate ORDER BY pool_id, valid_from DESC");

/** Rates and budgets of the platform have one currency: held until the end of the transaction. */
export async function lockCurrency(tx: Tx): Promise<void> {
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('plumbline.currency', 0))");
}

/** Currencies of the rates in force and of budgets, but for those of one pool or workspace. */
export const selectOtherCurrencies = async (tx: Tx, except: { poolId?: string; workspaceId?: number }): Promise<string[]> =>
  (
    await tx.rows<{ currency: string }>(
      `SELECT DISTINCT currency FROM (
         SELECT currency FROM (SELECT DISTINCT ON (pool_id) pool_id, currency FROM pool_rate ORDER BY pool_id, valid_from DESC) rate
         WHERE pool_id IS DISTINCT FROM $1::uuid
         UNION ALL SELECT currency FROM budget WHERE workspace_id IS DISTINCT FROM $2::int) used ORDER BY currency`,
      [except.poolId ?? null, except.workspaceId ?? null],
    )
  ).map(({ currency }) => currency);
