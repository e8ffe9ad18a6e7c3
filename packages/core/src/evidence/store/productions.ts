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
  /** How often a worker began with it. */
  readonly starts: number;
  readonly requested_by: string;
  readonly requested_by_kind: "user" | "service-account" | "system";
  readonly requested_at: Date;
  readonly finished_at: Date | null;
  readonly evidence_id: string | null;
}

const columns =
  "id, subject_ref, kind, input, state, progress, message, starts, requested_by, requested_by_kind, requested_at, finished_at, evidence_id";

export async function insertProduction(
  tx: Tx,
  workspaceId: number,
  made: Pick<ProductionRow, "id" | "subject_ref" | "kind" | "input" | "requested_by" | "requested_by_kind" | "requested_at">,
): Promise<void> {
  await tx.execute(
    `INSERT INTO evidence_production (workspace_id, id, subject_ref, kind, input, message, requested_by, requested_by_kind, requested_at)
     VALUES ($1, $2, $3, $4, $5, 'Waiting for the worker', $6, $7, $8)`,
    [
      workspaceId,
      made.id,
      made.subject_ref,
      made.kind,
      JSON.stringify(made.input),
      made.requested_by,
      made.requested_by_kind,
      made.requested_at,
    ],
  );
}

export const findProduction = (tx: Tx, workspaceId: number, id: string): Promise<ProductionRow | undefined> =>
  tx.row(`SELECT ${columns} FROM evidence_production WHERE workspace_id = $1 AND id = $2`, [workspaceId, id]);

/** Of two who ask for a kind at once, the second waits for the first and then finds its production. */
export async function lockAsking(tx: Tx, workspaceId: number, of: { subjectRef: string; kind: string }): Promise<void> {
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('evidence.production/' || $1 || '/' || $2 || '/' || $3, 0))", [
    String(workspaceId),
    of.subjectRef,
    of.kind,
  ]);
}

export const findUnfinished = (tx: Tx, workspaceId: number, of: { subjectRef: string; kind: string }): Promise<ProductionRow | undefined> =>
  tx.row(
    `SELECT ${columns} FROM evidence_production
     WHERE workspace_id = $1 AND subject_ref = $2 AND kind = $3 AND state IN ('queued', 'running') ORDER BY requested_at LIMIT 1`,
    [workspaceId, of.subjectRef, of.kind],
  );

/** Whether something unfinished still needs an upload. */
export async function isUploadNeeded(tx: Tx, workspaceId: number, uploadId: string): Promise<boolean> {
  const row = await tx.row<{ is_needed: boolean }>(
    "SELECT EXISTS (SELECT FROM evidence_production WHERE workspace_id = $1 AND state IN ('queued', 'running') AND input->>'uploadId' = $2) AS is_needed",
    [workspaceId, uploadId],
  );
  return row?.is_needed ?? false;
}

/** Unfinished ones of any workspace; asked as the database role `system`. */
export const selectForgotten = (tx: Tx, before: Date): Promise<{ workspace_id: number; id: string }[]> =>
  tx.rows(
    "SELECT workspace_id, id FROM evidence_production WHERE state IN ('queued', 'running') AND requested_at < $1 ORDER BY requested_at LIMIT 1000",
    [before],
  );

/** A worker begins, or begins again; undefined where the production is finished or cancelled. */
export const beginProduction = (tx: Tx, workspaceId: number, id: string): Promise<ProductionRow | undefined> =>
  tx.row(
    `UPDATE evidence_production SET state = 'running', starts = starts + 1, progress = 0, message = 'Beginning'
     WHERE workspace_id = $1 AND id = $2 AND state IN ('queued', 'running') RETURNING ${columns}`,
    [workspaceId, id],
  );

/** An unfinished production, held: nobody else ends it until the transaction does. */
export const holdUnfinished = (tx: Tx, workspaceId: number, id: string): Promise<ProductionRow | undefined> =>
  tx.row(`SELECT ${columns} FROM evidence_production WHERE workspace_id = $1 AND id = $2 AND state IN ('queued', 'running') FOR UPDATE`, [
    workspaceId,
    id,
  ]);

export const selectProductions = (tx: Tx, workspaceId: number, of: { subjectRef: string; since: Date }): Promise<ProductionRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM evidence_production WHERE workspace_id = $1 AND subject_ref = $2 AND (requested_at >= $3 OR state IN ('queued', 'running'))
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
