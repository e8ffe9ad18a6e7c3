import type { Tx } from "@plumbline/db";
import { hoursAtRate, ratePeriods } from "./money.ts";

// All of these look at every workspace: asked as the database role `system`.

interface Steps {
  readonly poolIds: readonly string[];
  readonly from: Date;
  readonly to: Date;
  readonly stepSeconds: number;
  readonly now: Date;
}

export interface StepRow {
  readonly workspace_id: number;
  /** Counts from 0. */
  readonly step: number;
  readonly held: number;
  readonly busy: number | null;
  readonly sm_active: number | null;
}

const stepOf = (instant: string): string => `floor(extract(epoch FROM ${instant} - $2::timestamptz) / $4)::int`;

/** Units that workspaces held, on average over each step, and what of them worked by either measure. */
export const selectHeldSteps = (tx: Tx, { poolIds, from, to, stepSeconds, now }: Steps): Promise<StepRow[]> =>
  tx.rows(
    `WITH span AS (
       SELECT c.id, c.workspace_id, c.amount, GREATEST(c.admitted_at, $2) AS used_from, LEAST(COALESCE(c.released_at, $5), $3) AS used_to
       FROM claim c WHERE c.pool_id = ANY($1::uuid[]) AND c.admitted_at < $3 AND (c.released_at IS NULL OR c.released_at > $2)
     ), part AS (
       SELECT s.id, s.workspace_id, step, s.amount * GREATEST(0, extract(epoch FROM LEAST(s.used_to, $2::timestamptz + (step + 1) * make_interval(secs => $4))
         - GREATEST(s.used_from, $2::timestamptz + step * make_interval(secs => $4))))::float8 / $4 AS units
       FROM span s, generate_series(${stepOf("s.used_from")}, ${stepOf("s.used_to")}) AS step WHERE s.used_to > s.used_from
     ), used AS (
       SELECT u.claim_id, ${stepOf("u.hour")} AS step, sum(u.busy_sum) / NULLIF(sum(u.busy_count), 0) AS busy, sum(u.sm_sum) / NULLIF(sum(u.sm_count), 0) AS sm_active
       FROM use_hour u JOIN span s ON s.id = u.claim_id WHERE u.hour >= $2 AND u.hour < $3 GROUP BY 1, 2)
     SELECT p.workspace_id, p.step, sum(p.units) AS held, sum(p.units * u.busy / 100) AS busy, sum(p.units * u.sm_active / 100) AS sm_active
     FROM part p LEFT JOIN used u ON u.claim_id = p.id AND u.step = p.step GROUP BY p.workspace_id, p.step`,
    [poolIds, from, to, stepSeconds, now],
  );

export interface IdleStepRow {
  readonly step: number;
  readonly unit_hours: number;
  readonly cost: number | null;
  readonly currency: string | null;
}

/** Unit hours that were idle, of claims and outside of quotas, and what they cost at the rate of their time. */
export const selectIdleSteps = (tx: Tx, { poolIds, from, to, stepSeconds }: Steps): Promise<IdleStepRow[]> =>
  tx.rows(
    `WITH rate AS (${ratePeriods}), idle AS (
       SELECT c.pool_id, u.hour, u.idle_seconds / 3600 AS hours FROM use_hour u JOIN claim c ON c.id = u.claim_id
       WHERE u.hour >= $2 AND u.hour < $3 AND c.pool_id = ANY($1::uuid[]) AND u.idle_seconds > 0
       UNION ALL SELECT o.pool_id, o.hour, o.idle_hours FROM outside_hour o
       WHERE o.hour >= $2 AND o.hour < $3 AND o.pool_id = ANY($1::uuid[]) AND o.idle_hours > 0)
     SELECT ${stepOf("i.hour")} AS step, sum(i.hours) AS unit_hours, sum(i.hours * rate.per_unit_hour) AS cost, max(rate.currency) AS currency
     FROM idle i LEFT JOIN rate ON rate.pool_id = i.pool_id AND i.hour >= rate.valid_from AND (rate.valid_to IS NULL OR i.hour < rate.valid_to)
     GROUP BY 1`,
    [poolIds, from, to, stepSeconds],
  );

/** Unit hours that were held outside of quotas. */
export const selectOutsideSteps = (tx: Tx, { poolIds, from, to, stepSeconds }: Steps): Promise<{ step: number; unit_hours: number }[]> =>
  tx.rows(
    `SELECT ${stepOf("o.hour")} AS step, sum(o.unit_hours) AS unit_hours FROM outside_hour o
     WHERE o.hour >= $2 AND o.hour < $3 AND o.pool_id = ANY($1::uuid[]) GROUP BY 1`,
    [poolIds, from, to, stepSeconds],
  );

export interface ShowbackFilter {
  readonly poolIds: readonly string[];
  readonly from: Date;
  readonly to: Date;
  readonly now: Date;
  /** Null: all workspaces. */
  readonly workspaceId: number | null;
}

export interface ClaimUseRow {
  readonly id: string;
  readonly workspace_id: number;
  readonly pool_id: string;
  readonly holder_id: string;
  readonly title: string;
  readonly amount: number;
  readonly queued_at: Date;
  readonly admitted_at: Date;
  readonly released_at: Date | null;
  readonly hours: number;
  readonly busy_hours: number | null;
  readonly sm_hours: number | null;
  readonly idle_hours: number;
  readonly cost: number | null;
  readonly currency: string | null;
}

const claimUses = `WITH rate AS (${ratePeriods}), span AS (
    SELECT c.*, GREATEST(c.admitted_at, $2) AS used_from, LEAST(COALESCE(c.released_at, $4), $3) AS used_to FROM claim c
    WHERE c.pool_id = ANY($1::uuid[]) AND c.admitted_at < $3 AND (c.released_at IS NULL OR c.released_at > $2) AND ($5::int IS NULL OR c.workspace_id = $5)
  ), used AS (
    SELECT u.claim_id, sum(u.busy_sum) / NULLIF(sum(u.busy_count), 0) AS busy, sum(u.sm_sum) / NULLIF(sum(u.sm_count), 0) AS sm, sum(u.idle_seconds) / 3600 AS idle
    FROM use_hour u JOIN span s ON s.id = u.claim_id WHERE u.hour >= date_trunc('hour', $2::timestamptz) AND u.hour < $3 GROUP BY 1
  ), paid AS (
    SELECT s.id, sum(s.amount * rate.per_unit_hour * ${hoursAtRate("s.used_from", "s.used_to")}) AS cost, max(rate.currency) AS currency
    FROM span s JOIN rate ON rate.pool_id = s.pool_id GROUP BY s.id
  ), claim_use AS (
    SELECT s.id, s.workspace_id, s.pool_id, s.holder_id, s.title, s.amount, s.queued_at, s.admitted_at, s.released_at, h.hours,
      h.hours * u.busy / 100 AS busy_hours, h.hours * u.sm / 100 AS sm_hours, COALESCE(u.idle, 0) AS idle_hours, p.cost, p.currency
    FROM span s LEFT JOIN used u ON u.claim_id = s.id LEFT JOIN paid p ON p.id = s.id,
      LATERAL (SELECT s.amount * GREATEST(0, extract(epoch FROM s.used_to - s.used_from))::float8 / 3600 AS hours) h)`;

const values = ({ poolIds, from, to, now, workspaceId }: ShowbackFilter): unknown[] => [poolIds, from, to, now, workspaceId];

export interface ShowbackSum {
  readonly key: string;
  readonly title: string;
  readonly claims: number;
  readonly hours: number;
  readonly busy_hours: number | null;
  readonly sm_hours: number | null;
  readonly idle_hours: number;
  readonly cost: number | null;
  readonly currency: string | null;
}

const keys = { workspace: "workspace_id::text", flavour: "pool_id::text", job: "holder_id::text" } as const;

/** Sums of what was held and used, the largest first. */
export const selectShowback = (
  tx: Tx,
  filter: ShowbackFilter,
  { by, limit }: { by: keyof typeof keys; limit: number },
): Promise<ShowbackSum[]> =>
  tx.rows(
    `${claimUses} SELECT ${keys[by]} AS key, max(title) AS title, count(*)::int AS claims, sum(hours) AS hours, sum(busy_hours) AS busy_hours,
       sum(sm_hours) AS sm_hours, sum(idle_hours) AS idle_hours, sum(cost) AS cost, max(currency) AS currency
     FROM claim_use GROUP BY 1 ORDER BY sum(hours) DESC, 1 LIMIT $6`,
    [...values(filter), limit],
  );

/** Claims one by one in the order of their ids, after one. */
export const selectClaimUses = (tx: Tx, filter: ShowbackFilter, page: { after: string | null; limit: number }): Promise<ClaimUseRow[]> =>
  tx.rows(`${claimUses} SELECT * FROM claim_use WHERE ($6::uuid IS NULL OR id > $6) ORDER BY id LIMIT $7`, [
    ...values(filter),
    page.after,
    page.limit,
  ]);
