import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import type { LoggedModel, LoggedModelMetric, LoggedModelStatus } from "@plumbline/contracts/experiments/logged-model";
import { statement, type Tx } from "@plumbline/db";

export interface LoggedModelRow {
  readonly model_id: string;
  readonly experiment_id: number;
  readonly name: string;
  readonly model_type: string | null;
  readonly source_run_id: string | null;
  readonly status: LoggedModelStatus;
  readonly status_message: string | null;
  readonly artifact_uri: string;
  readonly creation_time: number;
  readonly last_update_time: number;
  readonly params: KeyValue[];
  readonly tags: KeyValue[];
  readonly metrics: LoggedModelMetric[];
}

const ofModel = (alias: string): string => `${alias}.workspace_id = l.workspace_id AND ${alias}.model_id = l.model_id`;
const pairs = (table: string): string =>
  `COALESCE((SELECT json_agg(json_build_object('key', k.key, 'value', k.value) ORDER BY k.key) FROM ${table} k WHERE ${ofModel("k")}), '[]')`;

export const loggedModelColumns = `l.model_id, l.experiment_id, l.name, l.model_type, l.source_run_id, l.status, l.status_message, l.artifact_uri,
  l.creation_time, l.last_update_time, ${pairs("logged_model_param")} AS params, ${pairs("logged_model_tag")} AS tags,
  COALESCE((SELECT json_agg(json_build_object('key', m.key, 'value', m.value, 'timestamp', m.timestamp, 'step', m.step, 'runId', m.run_id,
              'datasetName', NULLIF(m.dataset_name, ''), 'datasetDigest', NULLIF(m.dataset_digest, ''))
            ORDER BY m.key, m.timestamp, m.step, m.value) FROM logged_model_metric m WHERE ${ofModel("m")}), '[]') AS metrics`;

export const toLoggedModel = (row: LoggedModelRow): LoggedModel => ({
  modelId: row.model_id,
  experimentId: String(row.experiment_id),
  name: row.name,
  modelType: row.model_type,
  sourceRunId: row.source_run_id,
  status: row.status,
  statusMessage: row.status_message,
  artifactUri: row.artifact_uri,
  creationTime: row.creation_time,
  lastUpdateTime: row.last_update_time,
  params: row.params,
  tags: row.tags,
  metrics: row.metrics,
});

interface NewLoggedModel {
  readonly modelId: string;
  readonly experimentId: number;
  readonly artifactUri: string;
  readonly name: string;
  readonly modelType: string | null;
  readonly sourceRunId: string | null;
  readonly now: number;
}

export async function insertLoggedModel(tx: Tx, workspaceId: number, model: NewLoggedModel): Promise<void> {
  await tx.execute(
    `INSERT INTO logged_model (workspace_id, model_id, experiment_id, name, model_type, source_run_id, status, artifact_uri, creation_time, last_update_time)
     VALUES ($1, $2, $3, $4, $5, $6, 'PENDING', $7, $8, $8)`,
    [workspaceId, model.modelId, model.experimentId, model.name, model.modelType, model.sourceRunId, model.artifactUri, model.now],
  );
}

const select = statement(
  "experiments.select-logged-model",
  `SELECT ${loggedModelColumns} FROM logged_model l WHERE l.workspace_id = $1 AND l.model_id = $2 AND (l.lifecycle_stage = 'active' OR $3)`,
);

/** A deleted model is found only where it is asked for. */
export function findLoggedModel(
  tx: Tx,
  workspaceId: number,
  { modelId, withDeleted = false }: { modelId: string; withDeleted?: boolean },
): Promise<LoggedModelRow | undefined> {
  return tx.row(select, [workspaceId, modelId, withDeleted]);
}

/** Which of these models there are, deleted ones too. */
export async function findModelIds(tx: Tx, workspaceId: number, modelIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ model_id: string }>(
    "SELECT model_id FROM logged_model WHERE workspace_id = $1 AND model_id = ANY($2::text[])",
    [workspaceId, modelIds],
  );
  return new Set(rows.map(({ model_id }) => model_id));
}

/** Whether there is such a model; it is held until the end of the transaction. */
export async function lockLoggedModel(tx: Tx, workspaceId: number, modelId: string): Promise<boolean> {
  const row = await tx.row("SELECT model_id FROM logged_model WHERE workspace_id = $1 AND model_id = $2 FOR NO KEY UPDATE", [
    workspaceId,
    modelId,
  ]);
  return row !== undefined;
}

interface LoggedModelChange {
  readonly modelId: string;
  readonly status?: LoggedModelStatus;
  readonly isDeleted?: boolean;
  readonly now: number;
}

export async function updateLoggedModel(
  tx: Tx,
  workspaceId: number,
  { modelId, status, isDeleted, now }: LoggedModelChange,
): Promise<void> {
  await tx.execute(
    `UPDATE logged_model SET status = COALESCE($3, status), lifecycle_stage = CASE WHEN $4 THEN 'deleted' ELSE lifecycle_stage END, last_update_time = $5
     WHERE workspace_id = $1 AND model_id = $2`,
    [workspaceId, modelId, status ?? null, isDeleted ?? false, now],
  );
}

interface ModelPairs {
  readonly modelId: string;
  readonly pairs: readonly KeyValue[];
}

export async function putLoggedModelTags(tx: Tx, workspaceId: number, { modelId, pairs: tags }: ModelPairs): Promise<void> {
  if (tags.length === 0) return;
  await tx.execute(
    `INSERT INTO logged_model_tag (workspace_id, model_id, key, value)
     SELECT $1, $2, key, value FROM unnest($3::text[], $4::text[]) AS t(key, value)
     ON CONFLICT (workspace_id, model_id, key) DO UPDATE SET value = EXCLUDED.value`,
    [workspaceId, modelId, tags.map(({ key }) => key), tags.map(({ value }) => value)],
  );
}

/** Stores params that the model does not have yet, and returns those it had with another value. */
export async function putLoggedModelParams(
  tx: Tx,
  workspaceId: number,
  { modelId, pairs: params }: ModelPairs,
): Promise<{ key: string; old: string; new: string }[]> {
  if (params.length === 0) return [];
  return tx.rows(
    `WITH given AS (
       SELECT * FROM unnest($3::text[], $4::text[]) AS p(key, value)
     ), made AS (
       INSERT INTO logged_model_param (workspace_id, model_id, key, value) SELECT $1, $2, key, value FROM given
       ON CONFLICT (workspace_id, model_id, key) DO NOTHING
     )
     SELECT k.key, k.value AS old, given.value AS new FROM logged_model_param k JOIN given USING (key)
     WHERE k.workspace_id = $1 AND k.model_id = $2 AND k.value <> given.value ORDER BY k.key`,
    [workspaceId, modelId, params.map(({ key }) => key), params.map(({ value }) => value)],
  );
}

/** Whether the model had such a tag. */
export async function removeLoggedModelTag(tx: Tx, workspaceId: number, tag: { modelId: string; key: string }): Promise<boolean> {
  const removed = await tx.execute("DELETE FROM logged_model_tag WHERE workspace_id = $1 AND model_id = $2 AND key = $3", [
    workspaceId,
    tag.modelId,
    tag.key,
  ]);
  return removed > 0;
}
