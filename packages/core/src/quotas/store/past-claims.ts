import type { Tx } from "@plumbline/db";
import type { PastClaim } from "../rules/replay-history.ts";

const claimsMax = 5000;

/**
 * Claims of pools that were queued since and have started, the newest 5,000, the oldest first: how long each held, or would at
 * most; asked as the database role `system`.
 */
export const selectPastClaims = async (
  tx: Tx,
  poolIds: readonly string[],
  { since, now }: { since: Date; now: Date },
): Promise<PastClaim[]> => {
  const rows = await tx.rows<PastClaim>(
    `SELECT c.id, c.pool_id AS "poolId", c.workspace_id AS "workspaceId", c.amount,
       CASE c.priority WHEN 'low' THEN 0 WHEN 'high' THEN 2 ELSE 1 END AS priority, (extract(epoch FROM c.queued_at) * 1000)::float8 AS "queuedAt",
       (extract(epoch FROM CASE WHEN c.released_at IS NOT NULL THEN c.released_at - c.admitted_at
         ELSE GREATEST($3::timestamptz - c.admitted_at, make_interval(secs => c.time_limit_seconds)) END) * 1000)::float8 AS "heldMs"
     FROM claim c WHERE c.pool_id = ANY($1::uuid[]) AND c.queued_at > $2 AND c.admitted_at IS NOT NULL ORDER BY c.queued_at DESC LIMIT ${claimsMax}`,
    [poolIds, since, now],
  );
  return rows.reverse();
};
