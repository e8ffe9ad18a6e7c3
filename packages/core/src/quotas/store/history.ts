import type { Tx } from "@plumbline/db";
import type { PastWait, SettledForecast } from "../rules/alike.ts";

/** Durations in seconds of what ran to its end, of the newest 50 of each kind; asked as the database role `system`. */
export const selectDurations = (
  tx: Tx,
  kinds: readonly { readonly workspaceId: number; readonly alikeKey: string }[],
): Promise<{ workspaceId: number; alikeKey: string; durations: number[] }[]> =>
  tx.rows(
    `SELECT k.workspace_id AS "workspaceId", k.alike_key AS "alikeKey", ARRAY(
       SELECT extract(epoch FROM c.released_at - c.admitted_at)::float8 FROM claim c
       WHERE c.workspace_id = k.workspace_id AND c.alike_key = k.alike_key AND c.released_at IS NOT NULL AND c.admitted_at IS NOT NULL AND c.cause = 'ended'
       ORDER BY c.released_at DESC LIMIT 50) AS durations
     FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::text[]) AS given(workspace_id, alike_key)) k`,
    [kinds.map(({ workspaceId }) => workspaceId), kinds.map(({ alikeKey }) => alikeKey)],
  );

const pastMax = 5000;

/** Waits of pools that ended since, whoever waited, the newest first; asked as `system`. `stood` is 0 for what started at once. */
export const selectPastWaits = (tx: Tx, poolIds: readonly string[], since: Date): Promise<(PastWait & { poolId: string })[]> =>
  tx.rows(
    `SELECT c.pool_id AS "poolId", c.stood, c.amount, extract(epoch FROM c.admitted_at - c.queued_at)::float8 AS seconds FROM claim c
     WHERE c.pool_id = ANY($1::uuid[]) AND c.admitted_at > $2 AND c.stood IS NOT NULL ORDER BY c.admitted_at DESC LIMIT ${pastMax}`,
    [poolIds, since],
  );

/** The newest 100 forecasts of a pool whose claims have started; asked as `system`. */
export const selectSettledForecasts = (tx: Tx, poolId: string, since: Date): Promise<SettledForecast[]> =>
  tx.rows(
    `SELECT (extract(epoch FROM c.forecast_from) * 1000)::float8 AS "from", (extract(epoch FROM c.forecast_to) * 1000)::float8 AS "to",
       (extract(epoch FROM c.admitted_at) * 1000)::float8 AS "startedAt" FROM claim c
     WHERE c.pool_id = $1 AND c.admitted_at > $2 AND c.forecast_from IS NOT NULL ORDER BY c.admitted_at DESC LIMIT 100`,
    [poolId, since],
  );

export interface Unnoted {
  readonly id: string;
  readonly poolId: string;
  readonly amount: number;
  readonly queuedAt: Date;
  /** Its place in its workspace's queue. */
  readonly at: number;
}

/** Claims that wait and were not seen by admission before, with their places; asked as `system`. */
export const selectUnnoted = (tx: Tx, poolIds: readonly string[]): Promise<Unnoted[]> =>
  tx.rows(
    `SELECT id, pool_id AS "poolId", amount, queued_at AS "queuedAt", at FROM (
       SELECT c.id, c.pool_id, c.amount, c.queued_at, c.stood, (row_number() OVER (PARTITION BY c.pool_id, c.workspace_id
         ORDER BY CASE c.priority WHEN 'low' THEN 0 WHEN 'high' THEN 2 ELSE 1 END DESC, c.ranked_at, c.id))::int AS at
       FROM claim c WHERE c.pool_id = ANY($1::uuid[]) AND c.released_at IS NULL AND c.state = 'waiting') queue
     WHERE stood IS NULL`,
    [poolIds],
  );

export interface Noted {
  readonly id: string;
  readonly stood: number;
  readonly from: Date | null;
  readonly to: Date | null;
}

export async function noteStood(tx: Tx, noted: readonly Noted[]): Promise<void> {
  await tx.execute(
    `UPDATE claim c SET stood = n.stood, forecast_from = n.forecast_from, forecast_to = n.forecast_to
     FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::timestamptz[]) AS n(id, stood, forecast_from, forecast_to)
     WHERE c.id = n.id AND c.stood IS NULL`,
    [noted.map(({ id }) => id), noted.map(({ stood }) => stood), noted.map(({ from }) => from), noted.map(({ to }) => to)],
  );
}
