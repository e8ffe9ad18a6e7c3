import type { QuotaChangeState } from "@plumbline/contracts/quotas/request";
import type { Tx } from "@plumbline/db";
import type { QueueTerms } from "../on-cluster/plan-changes.ts";

/** What an approved request changes of a queue of a cluster. */
export interface ChangeRow {
  readonly id: string;
  /** Whose request it is. */
  readonly workspace_id: number;
  readonly request_id: string;
  readonly pool_id: string;
  /** Whose queue it is. */
  readonly of_workspace_id: number;
  readonly queue: string;
  readonly flavour: string;
  readonly resource: string;
  readonly path: string;
  readonly before: QueueTerms;
  readonly after: QueueTerms;
  readonly is_return: boolean;
  readonly state: Exclude<QuotaChangeState, "planned">;
  readonly problem: string | null;
  readonly at: Date;
}

const columns =
  "id, workspace_id, request_id, pool_id, of_workspace_id, queue, flavour, resource, path, before, after, is_return, state, problem, at";

/** In the order in which they were made. */
export const selectChangesOf = (tx: Tx, requestIds: readonly string[]): Promise<ChangeRow[]> =>
  tx.rows(`SELECT ${columns} FROM quota_change WHERE request_id = ANY($1::uuid[]) ORDER BY at, id`, [requestIds]);

/** Those of pools that are not seen there yet, nor given up; asked as the database role `system`. */
export const selectUnsettled = (tx: Tx, poolIds: readonly string[]): Promise<ChangeRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM quota_change WHERE pool_id = ANY($1::uuid[]) AND state IN ('waiting', 'written', 'owner', 'failed') ORDER BY at, id`,
    [poolIds],
  );

export async function insertChange(tx: Tx, made: Omit<ChangeRow, "problem">): Promise<void> {
  await tx.execute(
    `INSERT INTO quota_change (id, workspace_id, request_id, pool_id, of_workspace_id, queue, flavour, resource, path, before, after, is_return, state, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[
        made.id,
        made.workspace_id,
        made.request_id,
        made.pool_id,
        made.of_workspace_id,
        made.queue,
        made.flavour,
        made.resource,
        made.path,
      ],
      ...[JSON.stringify(made.before), JSON.stringify(made.after), made.is_return, made.state, made.at],
    ],
  );
}

/** Asks for it again, from what the queue gives now. */
export async function replanChange(
  tx: Tx,
  { id, before, after, state, at }: Pick<ChangeRow, "id" | "before" | "after" | "state" | "at">,
): Promise<void> {
  await tx.execute(
    "UPDATE quota_change SET before = $2, after = $3, state = $4, at = $5, problem = NULL WHERE id = $1 AND state = 'failed'",
    [id, JSON.stringify(before), JSON.stringify(after), state, at],
  );
}

interface Settled {
  readonly state: "written" | "failed";
  readonly problem: string | null;
}

/** What became of a write; undefined where it is known already. */
export const settleChange = (tx: Tx, id: string, { state, problem }: Settled): Promise<ChangeRow | undefined> =>
  tx.row(`UPDATE quota_change SET state = $2, problem = $3 WHERE id = $1 AND state = 'waiting' RETURNING ${columns}`, [id, state, problem]);

export async function endChanges(tx: Tx, ids: readonly string[], { state, at }: { state: "applied" | "dropped"; at: Date }): Promise<void> {
  await tx.execute("UPDATE quota_change SET state = $2, settled_at = $3, problem = NULL WHERE id = ANY($1::uuid[])", [ids, state, at]);
}

/** The request that a change is of. */
export const findRequestNumber = async (tx: Tx, requestId: string): Promise<number | undefined> =>
  (await tx.row<{ number: number }>("SELECT number FROM quota_request WHERE id = $1", [requestId]))?.number;
