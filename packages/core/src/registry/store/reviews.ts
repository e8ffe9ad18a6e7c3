import type { Finding, Validation } from "@plumbline/contracts/registry/inventory";
import type { Tx } from "@plumbline/db";

export interface FindingRow {
  readonly id: string;
  readonly model_key: number;
  readonly version: number | null;
  readonly title: string;
  readonly detail: string;
  readonly severity: Finding["severity"];
  readonly opened_by: string;
  readonly opened_at: Date;
  readonly due_at: Date | null;
  readonly closed_by: string | null;
  readonly closed_at: Date | null;
  readonly resolution: string;
}

const findingColumns = "id, model_key, version, title, detail, severity, opened_by, opened_at, due_at, closed_by, closed_at, resolution";

/** Open findings first, then closed ones; of each the newest first. */
export const listFindings = (tx: Tx, workspaceId: number, list: { modelKey: number; limit: number }): Promise<FindingRow[]> =>
  tx.rows(
    `SELECT ${findingColumns} FROM model_finding WHERE workspace_id = $1 AND model_key = $2
     ORDER BY closed_at IS NOT NULL, opened_at DESC, id DESC LIMIT $3`,
    [workspaceId, list.modelKey, list.limit],
  );

export const findFinding = (tx: Tx, workspaceId: number, id: string): Promise<FindingRow | undefined> =>
  tx.row(`SELECT ${findingColumns} FROM model_finding WHERE workspace_id = $1 AND id = $2`, [workspaceId, id]);

interface NewFinding extends Pick<Finding, "id" | "version" | "title" | "detail" | "severity" | "dueAt"> {
  readonly modelKey: number;
  readonly by: string;
  readonly now: Date;
}

export async function insertFinding(tx: Tx, workspaceId: number, made: NewFinding): Promise<void> {
  await tx.execute(
    `INSERT INTO model_finding (id, workspace_id, model_key, version, title, detail, severity, opened_by, opened_at, due_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [made.id, workspaceId, made.modelKey, made.version, made.title, made.detail, made.severity, made.by, made.now, made.dueAt],
  );
}

interface Closing {
  readonly id: string;
  readonly resolution: string;
  readonly by: string;
  readonly now: Date;
}

export async function closeFinding(tx: Tx, workspaceId: number, closing: Closing): Promise<void> {
  await tx.execute("UPDATE model_finding SET closed_by = $3, closed_at = $4, resolution = $5 WHERE workspace_id = $1 AND id = $2", [
    workspaceId,
    closing.id,
    closing.by,
    closing.now,
    closing.resolution,
  ]);
}

export interface ValidationRow {
  readonly id: string;
  readonly version: number | null;
  readonly outcome: Validation["outcome"];
  readonly note: string;
  readonly validated_by: string;
  readonly validated_at: Date;
  readonly next_due_at: Date | null;
}

const validationColumns = "id, version, outcome, note, validated_by, validated_at, next_due_at";

export const listValidations = (tx: Tx, workspaceId: number, list: { modelKey: number; limit: number }): Promise<ValidationRow[]> =>
  tx.rows(
    `SELECT ${validationColumns} FROM model_validation WHERE workspace_id = $1 AND model_key = $2 ORDER BY validated_at DESC, id DESC LIMIT $3`,
    [workspaceId, list.modelKey, list.limit],
  );

interface NewValidation extends Pick<Validation, "id" | "version" | "outcome" | "note" | "nextDueAt"> {
  readonly modelKey: number;
  readonly by: string;
  readonly now: Date;
}

export async function insertValidation(tx: Tx, workspaceId: number, made: NewValidation): Promise<ValidationRow> {
  const row = await tx.row<ValidationRow>(
    `INSERT INTO model_validation (id, workspace_id, model_key, version, outcome, note, validated_by, validated_at, next_due_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${validationColumns}`,
    [made.id, workspaceId, made.modelKey, made.version, made.outcome, made.note, made.by, made.now, made.nextDueAt],
  );
  if (!row) throw new Error("a row that was inserted was not returned");
  return row;
}
