import type { ProduceInput, Production } from "@plumbline/contracts/evidence/evidence";
import type { Tx } from "@plumbline/db";

export interface ProductionRow {
  readonly id: string;
  readonly subject_ref: string;
  readonly kind: ProduceInput["kind"];
  readonly input: ProduceInput;
  readonly state: Production["state"];
  readonly progress: number;
  readonly message: string;
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly finished_at: Date | null;
  readonly evidence_id: string | null;
}

const columns = "id, subject_ref, kind, input, state, progress, message, requested_by, requested_at, finished_at, evidence_id";

export async function insertProduction(
  tx: Tx,
  workspaceId: number,
  made: Pick<ProductionRow, "id" | "subject_ref" | "kind" | "input" | "requested_by" | "requested_at">,
): Promise<void> {
  await tx.execute(
    `INSERT INTO evidence_production (workspace_id, id, subject_ref, kind, input, message, requested_by, requested_at)
     VALUES ($1, $2, $3, $4, $5, 'Waiting for the worker', $6, $7)`,
    [workspaceId, made.id, made.subject_ref, made.kind, JSON.stringify(made.input), made.requested_by, made.requested_at],
  );
}

export const findProduction = (tx: Tx, workspaceId: number, id: string): Promise<ProductionRow | undefined> =>
  tx.row(`SELECT ${columns} FROM evidence_production WHERE workspace_id = $1 AND id = $2`, [workspaceId, id]);

/** Unfinished ones of a kind for a version; held, so that two who ask at once get one. */
export const lockUnfinished = (tx: Tx, workspaceId: number, of: { subjectRef: string; kind: string }): Promise<ProductionRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM evidence_production
     WHERE workspace_id = $1 AND subject_ref = $2 AND kind = $3 AND state IN ('queued', 'running') ORDER BY requested_at FOR UPDATE`,
    [workspaceId, of.subjectRef, of.kind],
  );

export const selectProductions = (tx: Tx, workspaceId: number, of: { subjectRef: string; since: Date }): Promise<ProductionRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM evidence_production WHERE workspace_id = $1 AND subject_ref = $2 AND requested_at >= $3
     ORDER BY requested_at DESC, id DESC LIMIT 200`,
    [workspaceId, of.subjectRef, of.since],
  );

interface ProductionChange {
  readonly id: string;
  readonly state: Production["state"];
  readonly progress: number;
  readonly message: string;
  readonly at: Date;
  readonly evidenceId?: string;
}

/** Changes an unfinished production; false when it is finished or cancelled already. */
export const changeProduction = async (tx: Tx, workspaceId: number, change: ProductionChange): Promise<boolean> =>
  (await tx.execute(
    `UPDATE evidence_production SET state = $3, progress = $4, message = $5, evidence_id = COALESCE($6, evidence_id),
       finished_at = CASE WHEN $3 IN ('succeeded', 'failed', 'cancelled') THEN $7::timestamptz END
     WHERE workspace_id = $1 AND id = $2 AND state IN ('queued', 'running')`,
    [workspaceId, change.id, change.state, change.progress, change.message, change.evidenceId ?? null, change.at],
  )) > 0;
