import type { Tx } from "@plumbline/db";
import type { ManifestFile } from "../manifest.ts";

export interface SourceRun {
  readonly run_id: string;
  readonly artifact_uri: string;
  readonly created_by: string;
}

export const findRun = (tx: Tx, workspaceId: number, runId: string): Promise<SourceRun | undefined> =>
  tx.row("SELECT run_id, artifact_uri, created_by FROM experiments_run WHERE workspace_id = $1 AND run_id = $2", [workspaceId, runId]);

export interface SourceModel {
  readonly model_id: string;
  readonly source_run_id: string | null;
  readonly artifact_uri: string;
}

export const findLoggedModel = (tx: Tx, workspaceId: number, modelId: string): Promise<SourceModel | undefined> =>
  tx.row(
    "SELECT model_id, source_run_id, artifact_uri FROM experiments_logged_model WHERE workspace_id = $1 AND model_id = $2 AND lifecycle_stage = 'active'",
    [workspaceId, modelId],
  );

/** The newest model that a run logged under a name: clients keep models apart from runs, and people still write `runs:/<run>/<name>`. */
export const findModelOfRun = (tx: Tx, workspaceId: number, of: { runId: string; name: string }): Promise<SourceModel | undefined> =>
  tx.row(
    `SELECT model_id, source_run_id, artifact_uri FROM experiments_logged_model
     WHERE workspace_id = $1 AND source_run_id = $2 AND name = $3 AND lifecycle_stage = 'active' ORDER BY creation_time DESC, model_id LIMIT 1`,
    [workspaceId, of.runId, of.name],
  );

const relative = "CASE WHEN path = $2 THEN regexp_replace(path, '^.*/', '') ELSE substr(path, length($2) + 2) END";

/** The files at or below a path, at most `limit`, by path. */
export function listFilesBelow(tx: Tx, workspaceId: number, { root, limit }: { root: string; limit: number }): Promise<ManifestFile[]> {
  return tx.rows(
    `SELECT ${relative} AS path, blob_id AS "blobId", digest, size_bytes AS "sizeBytes" FROM (
       SELECT path, blob_id, digest, size_bytes FROM artifacts_file WHERE workspace_id = $1 AND path = $2
       UNION ALL (SELECT path, blob_id, digest, size_bytes FROM artifacts_file WHERE workspace_id = $1 AND path > $3 AND path < $4 ORDER BY path LIMIT $5)
     ) f ORDER BY f.path LIMIT $5`,
    [workspaceId, root, `${root}/`, `${root}0`, limit],
  );
}

const uuid = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

/** The person who answers for what an actor did, through every service account between them; null where it was the platform, or is not known. */
export async function findPersonBehind(tx: Tx, actorId: string): Promise<string | null> {
  const row = await tx.row<{ user_id: string }>(
    `WITH RECURSIVE behind (id) AS (
       SELECT $1::text
       UNION
       SELECT p.user_id FROM behind b JOIN access_person_behind p ON p.account_id = CASE WHEN b.id ~ $2 THEN b.id::uuid END
     )
     SELECT p.user_id FROM behind b JOIN access_person_behind p ON p.account_id = CASE WHEN b.id ~ $2 THEN b.id::uuid END
     WHERE p.user_id = p.actor_id LIMIT 1`,
    [actorId, uuid],
  );
  return row?.user_id ?? null;
}

export interface DatasetUse {
  readonly name: string;
  readonly digest: string;
  /** What it was used for, as the client said: training, eval, … */
  readonly context: string | null;
}

export const listDatasetsOf = (tx: Tx, workspaceId: number, of: { runId: string; limit: number }): Promise<DatasetUse[]> =>
  tx.rows(
    `SELECT name, digest, (SELECT t->>'value' FROM jsonb_array_elements(tags) t WHERE t->>'key' = 'mlflow.data.context' LIMIT 1) AS context
     FROM experiments_run_dataset WHERE workspace_id = $1 AND run_id = $2 ORDER BY name, digest LIMIT $3`,
    [workspaceId, of.runId, of.limit],
  );

export const listMetricsOf = (
  tx: Tx,
  workspaceId: number,
  of: { runId: string; limit: number },
): Promise<{ key: string; value: number }[]> =>
  tx.rows("SELECT key, value FROM experiments_run_metric WHERE workspace_id = $1 AND run_id = $2 ORDER BY key LIMIT $3", [
    workspaceId,
    of.runId,
    of.limit,
  ]);
