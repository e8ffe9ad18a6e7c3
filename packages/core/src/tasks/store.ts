import type { TaskState } from "@plumbline/contracts/tasks";
import type { Tx } from "@plumbline/db";

export interface TaskRow {
  readonly id: string;
  readonly name: string;
  readonly state: TaskState;
  readonly attempt: number;
  readonly max_attempts: number;
  readonly error: string | null;
  readonly created_at: Date;
  readonly claimed_at: Date | null;
  readonly finished_at: Date | null;
}

/** Null: what belongs to no workspace. */
type Place = number | null;

const columns = "id, name, state, attempt, max_attempts, error, created_at, claimed_at, finished_at";

export interface TaskFilter {
  readonly states: readonly TaskState[];
  readonly before: string | undefined;
  readonly limit: number;
}

/** Newest first: ids begin with the instant. */
export const listTaskRows = (tx: Tx, workspaceId: Place, { states, before, limit }: TaskFilter): Promise<TaskRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM task
     WHERE ${workspaceId === null ? "workspace_id IS NULL AND $1::int IS NULL" : "workspace_id = $1"}
       AND state = ANY($2::text[]) AND ($3::uuid IS NULL OR id < $3)
     ORDER BY id DESC LIMIT $4`,
    [workspaceId, states, before ?? null, limit],
  );

export async function findTaskState(tx: Tx, workspaceId: Place, id: string): Promise<TaskState | "succeeded" | undefined> {
  const sql = "SELECT state FROM task WHERE id = $2 AND workspace_id IS NOT DISTINCT FROM $1";
  return (await tx.row<{ state: TaskState | "succeeded" }>(sql, [workspaceId, id]))?.state;
}

/** A failed task as it was before its first attempt, but for the reason of its last failure. Undefined where it has not failed. */
export const requeueTask = (tx: Tx, workspaceId: Place, id: string): Promise<TaskRow | undefined> =>
  tx.row(
    `UPDATE task SET state = 'queued', attempt = 0, run_after = now(), claimed_at = NULL, heartbeat_at = NULL, finished_at = NULL
     WHERE id = $2 AND workspace_id IS NOT DISTINCT FROM $1 AND state = 'failed' RETURNING ${columns}`,
    [workspaceId, id],
  );
