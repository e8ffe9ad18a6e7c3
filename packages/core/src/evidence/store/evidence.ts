import type { EvidenceKind } from "@plumbline/contracts/approvals/policy-document";
import type { Evidence, EvidenceVerdict } from "@plumbline/contracts/evidence/evidence";
import type { Tx } from "@plumbline/db";

export interface EvidenceRow {
  readonly id: string;
  readonly digest: Buffer;
  readonly subject_ref: string;
  readonly subject_digest: Buffer;
  readonly kind: EvidenceKind;
  readonly title: string;
  readonly verdict: EvidenceVerdict;
  readonly summary: string;
  readonly values: Evidence["values"];
  readonly method: Evidence["method"];
  readonly inputs: Evidence["inputs"];
  readonly report: unknown;
  readonly blob_id: string | null;
  readonly file_name: string | null;
  readonly file_digest: Buffer | null;
  readonly file_size_bytes: number | null;
  readonly producer_kind: "platform" | "user" | "service-account";
  readonly producer_id: string;
  readonly produced_at: Date;
  readonly valid_until: Date | null;
}

const columns = `id, digest, subject_ref, subject_digest, kind, title, verdict, summary, "values", method, inputs, report, blob_id, file_name, file_digest,
  file_size_bytes, producer_kind, producer_id, produced_at, valid_until`;

export async function insertEvidence(tx: Tx, workspaceId: number, row: EvidenceRow): Promise<void> {
  await tx.execute(
    `INSERT INTO evidence (workspace_id, subject_kind, ${columns})
     VALUES ($1, 'model-version', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
    [
      workspaceId,
      row.id,
      row.digest,
      row.subject_ref,
      row.subject_digest,
      row.kind,
      row.title,
      row.verdict,
      row.summary,
      JSON.stringify(row.values),
      JSON.stringify(row.method),
      JSON.stringify(row.inputs),
      row.report === undefined ? null : JSON.stringify(row.report),
      row.blob_id,
      row.file_name,
      row.file_digest,
      row.file_size_bytes,
      row.producer_kind,
      row.producer_id,
      row.produced_at,
      row.valid_until,
    ],
  );
}

interface EvidenceFilter {
  readonly digest: Buffer;
  readonly subjectRef: string;
  readonly kind?: EvidenceKind | undefined;
  readonly limit: number;
}

// A card describes one version, and a comparison is with the champion of its model: another model that holds the same bytes has its own.
const isOwn = "(kind NOT IN ('model_card', 'champion') OR subject_ref = $3)";

/** What is known of a version's bytes, newest first. */
export const selectEvidence = (tx: Tx, workspaceId: number, filter: EvidenceFilter): Promise<EvidenceRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM evidence WHERE workspace_id = $1 AND subject_digest = $2 AND ${isOwn} AND ($4::text IS NULL OR kind = $4)
     ORDER BY produced_at DESC, id DESC LIMIT $5`,
    [workspaceId, filter.digest, filter.subjectRef, filter.kind ?? null, filter.limit],
  );

export const findEvidence = (tx: Tx, workspaceId: number, id: string): Promise<EvidenceRow | undefined> =>
  tx.row(`SELECT ${columns} FROM evidence WHERE workspace_id = $1 AND id = $2`, [workspaceId, id]);

/** Every evidence that a clause could look at: the newest hundred of each kind. */
export const selectFacts = (tx: Tx, workspaceId: number, of: { digest: Buffer; subjectRef: string }): Promise<EvidenceRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM (
       SELECT *, row_number() OVER (PARTITION BY kind ORDER BY produced_at DESC, id DESC) AS place FROM evidence
       WHERE workspace_id = $1 AND subject_digest = $2 AND ${isOwn}
     ) newest WHERE place <= 100 ORDER BY produced_at DESC, id DESC`,
    [workspaceId, of.digest, of.subjectRef],
  );

/** Whether the platform has looked at these bytes already. */
export async function isProduced(tx: Tx, workspaceId: number, of: { digest: Buffer; kind: EvidenceKind }): Promise<boolean> {
  const row = await tx.row<{ is_produced: boolean }>(
    `SELECT EXISTS (SELECT FROM evidence WHERE workspace_id = $1 AND subject_digest = $2 AND kind = $3 AND producer_kind = 'platform') AS is_produced`,
    [workspaceId, of.digest, of.kind],
  );
  return row?.is_produced ?? false;
}

export interface VersionSubject {
  readonly model_key: number;
  readonly model: string;
  readonly version: number;
  readonly digest: Buffer | null;
  readonly run_id: string | null;
  readonly logged_model_id: string | null;
}

export const findVersionSubject = (
  tx: Tx,
  workspaceId: number,
  { model, version }: { model: string; version: number },
): Promise<VersionSubject | undefined> =>
  tx.row(
    "SELECT model_key, model, version, digest, run_id, logged_model_id FROM registry_version WHERE workspace_id = $1 AND model = $2 AND version = $3",
    [workspaceId, model, version],
  );

/** Versions that came of a run. */
export const findVersionsOfRun = (tx: Tx, workspaceId: number, runId: string): Promise<VersionSubject[]> =>
  tx.rows(
    `SELECT model_key, model, version, digest, run_id, logged_model_id FROM registry_version
     WHERE workspace_id = $1 AND run_id = $2 ORDER BY model_key, version LIMIT 100`,
    [workspaceId, runId],
  );

export function findVersionByRef(tx: Tx, workspaceId: number, ref: string): Promise<VersionSubject | undefined> {
  const [modelKey, version] = ref.split("/").map(Number);
  return tx.row(
    "SELECT model_key, model, version, digest, run_id, logged_model_id FROM registry_version WHERE workspace_id = $1 AND model_key = $2 AND version = $3",
    [workspaceId, modelKey, version],
  );
}
