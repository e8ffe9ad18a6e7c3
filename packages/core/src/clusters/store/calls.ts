import type { Tx } from "@plumbline/db";

export interface CallRow {
  readonly kind: "read" | "question" | "write";
  readonly verb: string;
  readonly path: string;
  readonly count: number;
  readonly failures: number;
  readonly last_status: number;
  readonly first_at: Date;
  readonly last_at: Date;
}

/** Adds calls to those that were counted before. */
export async function addCalls(tx: Tx, clusterId: string, calls: readonly CallRow[]): Promise<void> {
  await tx.execute(
    `INSERT INTO cluster_call (cluster_id, verb, path, kind, count, failures, last_status, first_at, last_at)
     SELECT $1, c.verb, c.path, c.kind, c.count, c.failures, c.last_status, c.first_at, c.last_at
     FROM jsonb_to_recordset($2::jsonb) AS c(verb text, path text, kind text, count int, failures int, last_status int, first_at timestamptz, last_at timestamptz)
     WHERE EXISTS (SELECT 1 FROM cluster WHERE id = $1)
     ORDER BY c.verb, c.path
     ON CONFLICT (cluster_id, verb, path) DO UPDATE SET count = cluster_call.count + excluded.count,
       failures = cluster_call.failures + excluded.failures, last_status = excluded.last_status, last_at = excluded.last_at`,
    [clusterId, JSON.stringify(calls)],
  );
}

export const selectCalls = (tx: Tx, clusterId: string, limit: number): Promise<CallRow[]> =>
  tx.rows(
    `SELECT kind, verb, path, count, failures, last_status, first_at, last_at FROM cluster_call WHERE cluster_id = $1
     ORDER BY (kind = 'write') DESC, last_at DESC, path LIMIT $2`,
    [clusterId, limit],
  );
