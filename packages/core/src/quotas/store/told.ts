import type { Tx } from "@plumbline/db";

interface Untold {
  readonly pool_id: string;
  /** What there is to be told, in short. */
  readonly told: string;
  readonly workspace_ids: number[];
}

const quietSeconds = 1;

/** Pools that are not as they were told last, and who looks at them; one that another process looks at is left to it. */
export const selectUntold = (tx: Tx, now: Date): Promise<Untold[]> =>
  tx.rows(
    `WITH seen AS (
       SELECT c.pool_id, md5(string_agg(c.id::text || c.state || c.priority, ',' ORDER BY c.id)) AS told, array_agg(DISTINCT c.workspace_id) AS workspaces
       FROM claim c WHERE c.released_at IS NULL GROUP BY c.pool_id)
     SELECT p.id AS pool_id, COALESCE(s.told, 'nothing') AS told,
       ARRAY(SELECT q.workspace_id FROM quota q WHERE q.pool_id = p.id UNION SELECT unnest(s.workspaces)) AS workspace_ids
     FROM pool p LEFT JOIN seen s ON s.pool_id = p.id
     WHERE p.retired_at IS NULL AND p.told <> COALESCE(s.told, 'nothing') AND (p.told_at IS NULL OR p.told_at <= $1)
     ORDER BY p.id FOR NO KEY UPDATE OF p SKIP LOCKED`,
    [new Date(now.getTime() - quietSeconds * 1000)],
  );

export async function markTold(tx: Tx, pools: readonly Untold[], now: Date): Promise<void> {
  await tx.execute("UPDATE pool p SET told = t.told, told_at = $3 FROM unnest($1::uuid[], $2::text[]) AS t(id, told) WHERE p.id = t.id", [
    pools.map(({ pool_id }) => pool_id),
    pools.map(({ told }) => told),
    now,
  ]);
}
