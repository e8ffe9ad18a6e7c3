import type { Tx } from "@plumbline/db";

export interface WriteRow {
  readonly id: string;
  readonly cluster_id: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly state: "waiting" | "done" | "failed";
  readonly problem: string | null;
  readonly by: string;
  readonly at: Date;
}

const columns = `id, cluster_id, kind, namespace, name, manifest, state, problem, "by", at`;

export async function insertWrite(tx: Tx, made: Omit<WriteRow, "state" | "problem">): Promise<void> {
  await tx.execute(
    `INSERT INTO cluster_write (id, cluster_id, kind, namespace, name, manifest, "by", at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [made.id, made.cluster_id, made.kind, made.namespace, made.name, JSON.stringify(made.manifest), made.by, made.at],
  );
}

export const selectWrites = (tx: Tx, clusterId: string, limit: number): Promise<WriteRow[]> =>
  tx.rows(`SELECT ${columns} FROM cluster_write WHERE cluster_id = $1 ORDER BY at DESC, id DESC LIMIT $2`, [clusterId, limit]);

/** Those that wait, in the order in which they were asked for. */
export const selectWaitingWrites = (tx: Tx, clusterId: string): Promise<WriteRow[]> =>
  tx.rows(`SELECT ${columns} FROM cluster_write WHERE cluster_id = $1 AND state = 'waiting' ORDER BY at, id`, [clusterId]);

/** Whether what was asked for was written; undefined where it was never asked for. */
export const findWriteState = async (tx: Tx, id: string): Promise<WriteRow["state"] | undefined> =>
  (await tx.row<Pick<WriteRow, "state">>("SELECT state FROM cluster_write WHERE id = $1", [id]))?.state;

export const endWrite = (tx: Tx, id: string, { problem, at }: { problem: string | null; at: Date }): Promise<number> =>
  tx.execute(
    "UPDATE cluster_write SET state = CASE WHEN $2::text IS NULL THEN 'done' ELSE 'failed' END, problem = $2, done_at = $3 WHERE id = $1 AND state = 'waiting'",
    [id, problem, at],
  );
