import type { Tx } from "@plumbline/db";

export interface ClaimedTask {
  name: string;
  workspace_id: number | null;
  payload: unknown;
  attempt: number;
  max_attempts: number;
  /** Why an earlier attempt failed. */
  error: string | null;
  /** The span that asked for it, as a W3C traceparent. */
  trace_parent: string | null;
}

/** Takes a queued task whose time has come; undefined when somebody else has it or it has ended. */
export const claim = (tx: Tx, id: string): Promise<ClaimedTask | undefined> =>
  tx.row<ClaimedTask>(
    `UPDATE task SET state = 'running', attempt = attempt + 1, claimed_at = now(), heartbeat_at = now()
     WHERE id = $1 AND state = 'queued' RETURNING name, workspace_id, payload, attempt, max_attempts, error, trace_parent`,
    [id],
  );

export const heartbeat = (tx: Tx, id: string): Promise<number> =>
  tx.execute("UPDATE task SET heartbeat_at = now() WHERE id = $1 AND state = 'running'", [id]);

/** Ends a task, or puts it back for another attempt. A finished one no longer holds its key, but for recurring slots. */
export const finish = (tx: Tx, id: string, end: { state: "succeeded" | "failed" | "queued"; error?: string }): Promise<number> =>
  tx.execute(
    `UPDATE task SET state = $2, error = $3, run_after = now(),
       finished_at = CASE WHEN $2 = 'queued' THEN NULL ELSE now() END,
       dedupe_key = CASE WHEN $2 = 'queued' OR dedupe_key LIKE 'every:%' THEN dedupe_key END
     WHERE id = $1`,
    [id, end.state, end.error ?? null],
  );

/** Queued tasks nobody fetched, and running ones without a sign of life (put back first). */
export async function takeLost(tx: Tx, options: { staleMs: number; limit: number }): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `UPDATE task SET state = 'queued', run_after = now() WHERE id IN (
       SELECT id FROM task
       WHERE (state = 'queued' AND run_after < now() - $1 * interval '1 millisecond')
          OR (state = 'running' AND heartbeat_at < now() - $1 * interval '1 millisecond')
       ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [options.staleMs, options.limit],
  );
  return rows.map((row) => row.id);
}

/** Deletes ended tasks and kept answers that are older than their use. */
export async function prune(tx: Tx): Promise<void> {
  await tx.execute("DELETE FROM task WHERE finished_at < now() - interval '7 days'");
  await tx.execute("DELETE FROM idempotency_key WHERE created_at < now() - interval '1 day'");
}
