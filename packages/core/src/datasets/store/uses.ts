import type { DatasetUses } from "@plumbline/contracts/datasets/version";
import type { Tx } from "@plumbline/db";

interface RunRow {
  readonly run_id: string;
  readonly name: string;
  readonly experiment_id: number;
  readonly status: DatasetUses["runs"][number]["status"];
  readonly used_at: Date;
}

/** Runs that an arrow leads to from a dataset's node, those that used it last first. */
export const findRuns = (tx: Tx, workspaceId: number, of: { node: string; limit: number }): Promise<RunRow[]> =>
  tx.rows<RunRow>(
    `SELECT r.run_id, r.name, r.experiment_id, r.status, a.created_at AS used_at
     FROM lineage_arrow a JOIN experiments_run r ON r.workspace_id = $1 AND r.run_id = a.to_id AND r.lifecycle_stage = 'active'
     WHERE a.workspace_id = $1 AND a.from_kind = 'dataset' AND a.from_id = $2 AND a.to_kind = 'run'
     ORDER BY a.created_at DESC, r.run_id LIMIT $3`,
    [workspaceId, of.node, of.limit],
  );

interface ModelRow {
  readonly model_id: string;
  readonly name: string;
  readonly run_id: string;
}

/** Logged models that runs made. */
export const findLoggedModels = (tx: Tx, workspaceId: number, of: { runIds: readonly string[]; limit: number }): Promise<ModelRow[]> =>
  tx.rows<ModelRow>(
    `SELECT m.model_id, m.name, a.from_id AS run_id
     FROM lineage_arrow a JOIN experiments_logged_model m ON m.workspace_id = $1 AND m.model_id = a.to_id AND m.lifecycle_stage = 'active'
     WHERE a.workspace_id = $1 AND a.from_kind = 'run' AND a.from_id = ANY($2::text[]) AND a.to_kind = 'logged-model' AND a.relation = 'output'
     ORDER BY a.created_at DESC, m.model_id LIMIT $3`,
    [workspaceId, of.runIds, of.limit],
  );

interface Origins {
  readonly runIds: readonly string[];
  readonly modelIds: readonly string[];
  readonly limit: number;
}

/** Registered versions that came of runs or of what they logged, and copies of these. */
export const findModelVersions = (tx: Tx, workspaceId: number, of: Origins): Promise<DatasetUses["modelVersions"]> =>
  tx.rows(
    `WITH RECURSIVE reached AS (
       SELECT to_id FROM lineage_arrow
       WHERE workspace_id = $1 AND to_kind = 'model-version'
         AND ((from_kind = 'run' AND from_id = ANY($2::text[])) OR (from_kind = 'logged-model' AND from_id = ANY($3::text[])))
       UNION
       SELECT a.to_id FROM reached r
       JOIN lineage_arrow a ON a.workspace_id = $1 AND a.from_kind = 'model-version' AND a.from_id = r.to_id AND a.to_kind = 'model-version'
     )
     SELECT v.model, v.version, v.stage FROM reached r
     JOIN registry_version v ON v.workspace_id = $1
       AND v.model_key = split_part(r.to_id, '/', 1)::bigint AND v.version = split_part(r.to_id, '/', 2)::int
     ORDER BY v.model, v.version DESC LIMIT $4`,
    [workspaceId, of.runIds, of.modelIds, of.limit],
  );
