import type { Tx } from "@plumbline/db";

/** Rates with the instant at which the next one took over. */
export const ratePeriods = `SELECT pool_id, valid_from, lead(valid_from) OVER (PARTITION BY pool_id ORDER BY valid_from) AS valid_to, per_unit_hour, currency
  FROM pool_rate`;

/** Hours of the time from `from` to `to` in which a rate held; columns of a claim and of `rate` are at hand. */
export const hoursAtRate = (from: string, to: string): string =>
  `GREATEST(0, extract(epoch FROM LEAST(${to}, COALESCE(rate.valid_to, 'infinity')) - GREATEST(${from}, rate.valid_from)))::float8 / 3600`;

export interface SpendingRow {
  readonly workspace_id: number;
  readonly currency: string;
  /** Of what was held until now. */
  readonly spent: number;
  /** What may be spent yet by what holds or waits: until its time limit, as if what waits began now. */
  readonly reserved: number;
}

interface Span {
  readonly from: Date;
  readonly to: Date;
  readonly now: Date;
}

/** What a workspace, or each (null, asked as `system`), has spent in a span of time and may spend in it yet. */
export const selectSpending = (tx: Tx, workspaceId: number | null, { from, to, now }: Span): Promise<SpendingRow[]> =>
  tx.rows(
    `WITH rate AS (${ratePeriods}), part AS (
       SELECT c.workspace_id, c.pool_id, c.amount, c.released_at IS NULL AS is_open,
         GREATEST(c.admitted_at, $2) AS used_from, CASE WHEN c.admitted_at IS NULL THEN $2 ELSE LEAST(COALESCE(c.released_at, $4), $3) END AS used_to,
         GREATEST($4, $2) AS rest_from, LEAST(COALESCE(c.admitted_at, $4) + make_interval(secs => c.time_limit_seconds), $3) AS rest_to
       FROM claim c WHERE ($1::int IS NULL OR c.workspace_id = $1) AND (c.released_at IS NULL OR c.released_at > $2)
         AND (c.admitted_at < $3 OR c.released_at IS NULL))
     SELECT p.workspace_id, rate.currency, sum(p.amount * rate.per_unit_hour * ${hoursAtRate("p.used_from", "p.used_to")}) AS spent,
       COALESCE(sum(p.amount * rate.per_unit_hour * GREATEST(0, extract(epoch FROM p.rest_to - p.rest_from))::float8 / 3600)
         FILTER (WHERE p.is_open AND rate.valid_to IS NULL), 0) AS reserved
     FROM part p JOIN rate ON rate.pool_id = p.pool_id GROUP BY p.workspace_id, rate.currency ORDER BY p.workspace_id`,
    [workspaceId, from, to, now],
  );

export interface HolderCostRow {
  readonly holder_id: string;
  readonly turn: number;
  readonly currency: string;
  readonly spent: number;
  readonly reserved: number;
}

/** What holders have cost, by turn; nothing of pools without a rate. */
export const selectHolderCosts = (
  tx: Tx,
  workspaceId: number,
  of: { kind: string; ids: readonly string[]; now: Date },
): Promise<HolderCostRow[]> =>
  tx.rows(
    `WITH rate AS (${ratePeriods})
     SELECT c.holder_id, c.turn, rate.currency,
       COALESCE(sum(c.amount * rate.per_unit_hour * ${hoursAtRate("c.admitted_at", "COALESCE(c.released_at, $4)")}) FILTER (WHERE c.admitted_at IS NOT NULL), 0) AS spent,
       COALESCE(sum(c.amount * rate.per_unit_hour * GREATEST(0, extract(epoch FROM
         COALESCE(c.admitted_at, $4) + make_interval(secs => c.time_limit_seconds) - $4))::float8 / 3600)
         FILTER (WHERE c.released_at IS NULL AND rate.valid_to IS NULL), 0) AS reserved
     FROM claim c JOIN rate ON rate.pool_id = c.pool_id
     WHERE c.workspace_id = $1 AND c.holder_kind = $2 AND c.holder_id = ANY($3::uuid[])
     GROUP BY c.holder_id, c.turn, rate.currency ORDER BY c.holder_id, c.turn`,
    [workspaceId, of.kind, of.ids, of.now],
  );

export interface RateRow {
  readonly pool_id: string;
  readonly per_unit_hour: number;
  readonly currency: string;
}

/** The rates in force. */
export const selectRates = (tx: Tx, now: Date): Promise<RateRow[]> =>
  tx.rows(
    "SELECT DISTINCT ON (pool_id) pool_id, per_unit_hour, currency FROM pool_rate WHERE valid_from <= $1 ORDER BY pool_id, valid_from DESC",
    [now],
  );

/** Rates are only added: of two at one instant, the second holds from the next millisecond on. */
export async function insertRate(tx: Tx, rate: RateRow & { from: Date; by: string }): Promise<void> {
  await tx.execute(
    `INSERT INTO pool_rate (pool_id, valid_from, per_unit_hour, currency, set_by)
     SELECT $1, GREATEST($2::timestamptz, max(valid_from) + interval '1 millisecond'), $3, $4, $5 FROM pool_rate WHERE pool_id = $1`,
    [rate.pool_id, rate.from, rate.per_unit_hour, rate.currency, rate.by],
  );
}
