import type { Tx } from "@plumbline/db";

/** Where things here came from. */
interface Of {
  readonly sourceKey: number;
}

// What was removed here for good is not known any more: brought again, it is new.

/** The number here of each experiment of a source. */
export async function listExperimentMap(tx: Tx, workspaceId: number, { sourceKey }: Of): Promise<Map<string, number>> {
  const rows = await tx.rows<{ source_id: string; experiment_id: number }>(
    `SELECT i.source_id, i.experiment_id FROM import_experiment i
     JOIN experiments_experiment e ON e.workspace_id = i.workspace_id AND e.experiment_id = i.experiment_id
     WHERE i.workspace_id = $1 AND i.source_key = $2`,
    [workspaceId, sourceKey],
  );
  return new Map(rows.map((row) => [row.source_id, row.experiment_id]));
}

export const insertExperimentOrigin = (
  tx: Tx,
  workspaceId: number,
  made: Of & { sourceId: string; experimentId: number },
): Promise<number> =>
  tx.execute(
    `INSERT INTO import_experiment (workspace_id, source_key, source_id, experiment_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT (source_key, source_id) DO UPDATE SET experiment_id = excluded.experiment_id`,
    [workspaceId, made.sourceKey, made.sourceId, made.experimentId],
  );

export interface RunOrigin {
  readonly run_id: string;
  readonly import_id: string;
  readonly is_whole: boolean;
  readonly fingerprint: Buffer | null;
  readonly points: number;
  readonly point_sum: Buffer | null;
}

/** Those of the runs that came from the source, by id. */
export async function findRunOrigins(tx: Tx, workspaceId: number, of: Of & { runIds: readonly string[] }): Promise<Map<string, RunOrigin>> {
  const rows = await tx.rows<RunOrigin>(
    `SELECT i.run_id, i.import_id, i.is_whole, i.fingerprint, i.points, i.point_sum FROM import_run i
     JOIN experiments_run r ON r.workspace_id = i.workspace_id AND r.run_id = i.run_id
     WHERE i.workspace_id = $1 AND i.source_key = $2 AND i.run_id = ANY($3)`,
    [workspaceId, of.sourceKey, of.runIds],
  );
  return new Map(rows.map((row) => [row.run_id, row]));
}

interface OfImport extends Of {
  readonly importId: string;
}

/** Says that an import is writing runs: they are not whole until it says so. */
export const openRunOrigins = (tx: Tx, workspaceId: number, opened: OfImport & { runIds: readonly string[] }): Promise<number> =>
  tx.execute(
    `INSERT INTO import_run (workspace_id, source_key, run_id, import_id) SELECT $1, $2, run_id, $3 FROM unnest($4::text[]) AS t(run_id) ORDER BY run_id
     ON CONFLICT (source_key, run_id) DO UPDATE SET import_id = excluded.import_id, is_whole = false`,
    [workspaceId, opened.sourceKey, opened.importId, opened.runIds],
  );

export interface WrittenRun {
  readonly runId: string;
  readonly isWhole: boolean;
  readonly fingerprint: Buffer;
  readonly points: number;
  readonly pointSum: Buffer;
}

export const settleRunOrigins = (tx: Tx, workspaceId: number, settled: Of & { runs: readonly WrittenRun[] }): Promise<number> =>
  tx.execute(
    `UPDATE import_run r SET is_whole = t.is_whole, fingerprint = t.fingerprint, points = t.points, point_sum = t.point_sum
     FROM unnest($3::text[], $4::boolean[], $5::bytea[], $6::bigint[], $7::bytea[]) AS t(run_id, is_whole, fingerprint, points, point_sum)
     WHERE r.workspace_id = $1 AND r.source_key = $2 AND r.run_id = t.run_id`,
    [
      workspaceId,
      settled.sourceKey,
      settled.runs.map(({ runId }) => runId),
      settled.runs.map(({ isWhole }) => isWhole),
      settled.runs.map(({ fingerprint }) => fingerprint),
      settled.runs.map(({ points }) => points),
      settled.runs.map(({ pointSum }) => pointSum),
    ],
  );

/** The logged models that came from the source, of those given, with the import that wrote them last. */
export async function findModelOrigins(
  tx: Tx,
  workspaceId: number,
  of: Of & { modelIds: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await tx.rows<{ model_id: string; import_id: string }>(
    `SELECT i.model_id, i.import_id FROM import_logged_model i
     JOIN experiments_logged_model l ON l.workspace_id = i.workspace_id AND l.model_id = i.model_id
     WHERE i.workspace_id = $1 AND i.source_key = $2 AND i.model_id = ANY($3)`,
    [workspaceId, of.sourceKey, of.modelIds],
  );
  return new Map(rows.map((row) => [row.model_id, row.import_id]));
}

export const insertModelOrigin = (tx: Tx, workspaceId: number, made: OfImport & { modelId: string }): Promise<number> =>
  tx.execute(
    "INSERT INTO import_logged_model (workspace_id, source_key, model_id, import_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    [workspaceId, made.sourceKey, made.modelId, made.importId],
  );
