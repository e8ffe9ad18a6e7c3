import type { Import, ImportCheck, ImportCounts, ImportState } from "@plumbline/contracts/imports";
import type { Tx } from "@plumbline/db";

/** Where the work stands; rate and remaining time come from when and how much. */
export interface StoredProgress {
  readonly phase: Import["progress"]["phase"];
  readonly message: string;
  readonly done: number;
  readonly total: number;
  readonly ratePerSecond: number | null;
}

export interface ImportRow {
  readonly id: string;
  readonly source_key: number;
  readonly address: string;
  readonly is_preview: boolean;
  readonly state: ImportState;
  readonly is_complete: boolean | null;
  readonly failure: string | null;
  readonly sign_in: Import["signIn"];
  readonly sealed: string | null;
  /** Empty: all. */
  readonly experiments: string[];
  readonly source_version: string | null;
  readonly progress: StoredProgress;
  readonly counts: Partial<ImportCounts>;
  readonly checks: ImportCheck[];
  readonly problems: number;
  readonly notes: number;
  readonly requested_by: string;
  readonly requested_by_kind: "user" | "service-account" | "system";
  readonly requested_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

const columns = `i.id, i.source_key, s.address, i.is_preview, i.state, i.is_complete, i.failure, i.sign_in, i.sealed, i.experiments, i.source_version,
  i.progress, i.counts, i.checks, p.problems, p.notes,
  i.requested_by, i.requested_by_kind, i.requested_at, i.started_at, i.finished_at`;
const from = `mlflow_import i JOIN import_source s ON s.workspace_id = i.workspace_id AND s.key = i.source_key CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE is_loss) AS problems, count(*) FILTER (WHERE NOT is_loss) AS notes
  FROM import_problem WHERE workspace_id = i.workspace_id AND import_id = i.id) AS p`;

/** The number of a source, made where it is new. */
export async function ensureSource(tx: Tx, workspaceId: number, address: string): Promise<number> {
  await tx.execute("INSERT INTO import_source (workspace_id, address) VALUES ($1, $2) ON CONFLICT DO NOTHING", [workspaceId, address]);
  const row = await tx.row<{ key: number }>("SELECT key FROM import_source WHERE workspace_id = $1 AND address = $2", [
    workspaceId,
    address,
  ]);
  if (!row) throw new Error("a source that was just written is not there");
  return row.key;
}

type NewImport = Pick<
  ImportRow,
  | "id"
  | "source_key"
  | "is_preview"
  | "sign_in"
  | "sealed"
  | "experiments"
  | "progress"
  | "requested_by"
  | "requested_by_kind"
  | "requested_at"
>;

export async function insertImport(tx: Tx, workspaceId: number, made: NewImport): Promise<void> {
  await tx.execute(
    `INSERT INTO mlflow_import (workspace_id, id, source_key, is_preview, sign_in, sealed, experiments, progress, requested_by, requested_by_kind, requested_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      workspaceId,
      made.id,
      made.source_key,
      made.is_preview,
      made.sign_in,
      made.sealed,
      made.experiments,
      JSON.stringify(made.progress),
      made.requested_by,
      made.requested_by_kind,
      made.requested_at,
    ],
  );
}

export const findImport = (tx: Tx, workspaceId: number, id: string): Promise<ImportRow | undefined> =>
  tx.row(`SELECT ${columns} FROM ${from} WHERE i.workspace_id = $1 AND i.id = $2`, [workspaceId, id]);

/** The import, held until the transaction ends. */
export const lockImport = (tx: Tx, workspaceId: number, id: string): Promise<ImportRow | undefined> =>
  tx.row(`SELECT ${columns} FROM ${from} WHERE i.workspace_id = $1 AND i.id = $2 FOR UPDATE OF i`, [workspaceId, id]);

/** An unfinished one of the same source. */
export const findUnfinished = (tx: Tx, workspaceId: number, sourceKey: number): Promise<{ id: string } | undefined> =>
  tx.row("SELECT id FROM mlflow_import WHERE workspace_id = $1 AND source_key = $2 AND state IN ('queued', 'running') LIMIT 1", [
    workspaceId,
    sourceKey,
  ]);

/** Of two who begin with a source at once, the second waits for the first. */
export async function lockSource(tx: Tx, workspaceId: number, sourceKey: number): Promise<void> {
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('imports.source/' || $1 || '/' || $2, 0))", [
    String(workspaceId),
    String(sourceKey),
  ]);
}

/** Newest first: ids begin with the instant. */
export const listImports = (tx: Tx, workspaceId: number, page: { before: string | null; limit: number }): Promise<ImportRow[]> =>
  tx.rows(`SELECT ${columns} FROM ${from} WHERE i.workspace_id = $1 AND ($2::uuid IS NULL OR i.id < $2) ORDER BY i.id DESC LIMIT $3`, [
    workspaceId,
    page.before,
    page.limit,
  ]);

interface Queued {
  readonly id: string;
  readonly experiments: readonly string[];
  readonly signIn: Import["signIn"];
  readonly sealed: string | null;
  readonly progress: StoredProgress;
}

/** Begins it anew; a preview that has counted becomes an import. */
export const requeueImport = (tx: Tx, workspaceId: number, queued: Queued): Promise<number> =>
  tx.execute(
    `UPDATE mlflow_import SET state = 'queued', is_preview = is_preview AND state <> 'done', is_complete = NULL, failure = NULL, experiments = $3, sign_in = $4, sealed = $5,
       progress = $6, finished_at = NULL WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, queued.id, queued.experiments, queued.signIn, queued.sealed, JSON.stringify(queued.progress)],
  );

/** A worker begins, or begins again; undefined where it has ended. What an earlier try found is found again. */
export const beginImport = (tx: Tx, workspaceId: number, { id, now }: { id: string; now: Date }): Promise<{ id: string } | undefined> =>
  tx.row(
    `UPDATE mlflow_import SET state = 'running', started_at = COALESCE(started_at, $3) WHERE workspace_id = $1 AND id = $2 AND state IN ('queued', 'running')
     RETURNING id`,
    [workspaceId, id, now],
  );

interface Standing {
  readonly id: string;
  readonly progress: StoredProgress;
  readonly counts: Partial<ImportCounts>;
  readonly checks: readonly ImportCheck[];
  readonly sourceVersion: string | null;
}

/** Writes where a running import stands; false where somebody stopped it. */
export const tellStanding = async (tx: Tx, workspaceId: number, standing: Standing): Promise<boolean> =>
  (await tx.execute(
    `UPDATE mlflow_import SET progress = $3, counts = $4, checks = $5, source_version = COALESCE($6, source_version)
     WHERE workspace_id = $1 AND id = $2 AND state = 'running'`,
    [
      workspaceId,
      standing.id,
      JSON.stringify(standing.progress),
      JSON.stringify(standing.counts),
      JSON.stringify(standing.checks),
      standing.sourceVersion,
    ],
  )) > 0;

interface Ending {
  readonly id: string;
  readonly state: "done" | "interrupted" | "cancelled";
  readonly isComplete: boolean | null;
  readonly failure: string | null;
  readonly now: Date;
}

/** Ends an unfinished import; false where it has ended. */
export const endImport = async (tx: Tx, workspaceId: number, { id, state, isComplete, failure, now }: Ending): Promise<boolean> =>
  (await tx.execute(
    `UPDATE mlflow_import SET state = $3, is_complete = $4, failure = $5, finished_at = $6, progress = progress || '{"phase": "ended", "ratePerSecond": null}'
     WHERE workspace_id = $1 AND id = $2 AND state IN ('queued', 'running')`,
    [workspaceId, id, state, isComplete, failure, now],
  )) > 0;

/** Unfinished ones of any workspace; asked as the database role `system`. */
export const selectUnfinished = (tx: Tx, before: Date): Promise<{ workspace_id: number; id: string }[]> =>
  tx.rows(
    "SELECT workspace_id, id FROM mlflow_import WHERE state IN ('queued', 'running') AND requested_at < $1 ORDER BY requested_at LIMIT 1000",
    [before],
  );

/** Secrets that an earlier key sealed; asked as the database role `system`. */
export const selectStaleSecrets = (
  tx: Tx,
  { keyId, after, limit }: { keyId: string; after: string | null; limit: number },
): Promise<{ workspace_id: number; id: string; sealed: string }[]> =>
  tx.rows(
    `SELECT workspace_id, id, sealed FROM mlflow_import WHERE sealed IS NOT NULL AND split_part(sealed, '.', 2) <> $1 AND ($2::uuid IS NULL OR id > $2)
     ORDER BY id LIMIT $3`,
    [keyId, after, limit],
  );

export const putSealed = (tx: Tx, { id, sealed }: { id: string; sealed: string }): Promise<number> =>
  tx.execute("UPDATE mlflow_import SET sealed = $2 WHERE id = $1", [id, sealed]);
