import type { Tx } from "@plumbline/db";
import type { Guarantee } from "../rules/situation.ts";

/** What workspaces are guaranteed, with the changes of requests that count now; asked as the database role `system`. */
export const selectGuarantees = (tx: Tx, poolIds: readonly string[], now: Date): Promise<Guarantee[]> =>
  tx.rows(
    `WITH granted AS (
       SELECT pool_id, workspace_id, sum(amount) AS amount FROM quota_grant
       WHERE pool_id = ANY($1::uuid[]) AND ended_at IS NULL AND (until IS NULL OR until > $2) GROUP BY pool_id, workspace_id
     ), given AS (SELECT * FROM quota WHERE pool_id = ANY($1::uuid[]))
     SELECT COALESCE(q.pool_id, g.pool_id) AS "poolId", COALESCE(q.workspace_id, g.workspace_id) AS "workspaceId",
       GREATEST(0, COALESCE(q.nominal, 0) + COALESCE(g.amount, 0)) AS nominal, q.borrowing_limit AS "borrowingLimit",
       q.lending_limit AS "lendingLimit", COALESCE(q.weight, 1) AS weight
     FROM given q FULL JOIN granted g ON g.pool_id = q.pool_id AND g.workspace_id = q.workspace_id
     ORDER BY 1, 2`,
    [poolIds, now],
  );
