import type { Tx } from "@plumbline/db";
import { gapMs, idleAfterMs, type Measure } from "../rules/idle.ts";

// All of these look at every workspace: asked as the database role `system`.

export interface PartRow {
  readonly pool_id: string;
  readonly workspace_id: number;
  readonly held: number;
  readonly waiting: number;
  readonly waiting_amount: number;
}

/** What workspaces hold of pools and wait for. */
export const selectParts = (tx: Tx, poolIds: readonly string[]): Promise<PartRow[]> =>
  tx.rows(
    `SELECT c.pool_id, c.workspace_id, COALESCE(sum(c.amount) FILTER (WHERE c.state <> 'waiting'), 0) AS held,
       (count(*) FILTER (WHERE c.state = 'waiting'))::int AS waiting, COALESCE(sum(c.amount) FILTER (WHERE c.state = 'waiting'), 0) AS waiting_amount
     FROM claim c WHERE c.pool_id = ANY($1::uuid[]) AND c.released_at IS NULL GROUP BY c.pool_id, c.workspace_id`,
    [poolIds],
  );

export interface WaitRow {
  readonly pool_id: string;
  readonly p50: number;
  readonly p95: number;
  readonly count: number;
}

/** How long those waited that started since. */
export const selectWaits = (tx: Tx, poolIds: readonly string[], since: Date): Promise<WaitRow[]> =>
  tx.rows(
    `SELECT c.pool_id, count(*)::int AS count,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.admitted_at - c.queued_at)::float8) AS p50,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM c.admitted_at - c.queued_at)::float8) AS p95
     FROM claim c WHERE c.pool_id = ANY($1::uuid[]) AND c.admitted_at > $2 GROUP BY c.pool_id`,
    [poolIds, since],
  );

export interface IdleRow {
  readonly claim_id: string;
  readonly pool_id: string;
  readonly workspace_id: number;
  readonly holder_id: string;
  readonly title: string;
  readonly owner_id: string;
  readonly nudged_at: Date | null;
  readonly units: number;
  readonly since: Date;
  readonly measure: Measure;
  readonly percent: number;
}

/** Units that were looked at lately and have done nothing for as long as it takes, by claim; the longest first. */
export const selectIdle = (tx: Tx, poolIds: readonly string[], now: Date): Promise<IdleRow[]> =>
  tx.rows(
    `SELECT c.id AS claim_id, c.pool_id, c.workspace_id, c.holder_id, c.title, c.owner_id, c.nudged_at, u.measure, count(*)::int AS units,
       max(COALESCE(u.worked_at, u.since)) AS since, avg(u.percent) AS percent
     FROM claim c JOIN unit_use u ON u.claim_id = c.id
     WHERE c.pool_id = ANY($1::uuid[]) AND c.released_at IS NULL AND u.sampled_at > $2
       AND u.sampled_at - COALESCE(u.worked_at, u.since) >= make_interval(secs => ${idleAfterMs / 1000})
     GROUP BY c.id, u.measure ORDER BY since, c.id`,
    [poolIds, new Date(now.getTime() - gapMs)],
  );

export interface UseNowRow {
  readonly workspace_id: number;
  readonly measure: Measure;
  readonly percent: number;
  readonly units: number;
}

/** The newest measures of what workspaces hold. */
export const selectUseNow = (tx: Tx, poolIds: readonly string[], now: Date): Promise<UseNowRow[]> =>
  tx.rows(
    `SELECT c.workspace_id, u.measure, avg(u.percent) AS percent, count(*)::int AS units FROM claim c JOIN unit_use u ON u.claim_id = c.id
     WHERE c.pool_id = ANY($1::uuid[]) AND c.released_at IS NULL AND u.sampled_at > $2 GROUP BY c.workspace_id, u.measure`,
    [poolIds, new Date(now.getTime() - gapMs)],
  );
