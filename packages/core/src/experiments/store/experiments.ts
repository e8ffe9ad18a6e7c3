import type { Experiment, KeyValue, LifecycleStage } from "@plumbline/contracts/experiments/experiment";
import { statement, type Tx, violatedConstraint } from "@plumbline/db";

export interface ExperimentRow {
  readonly id: number;
  readonly name: string;
  readonly artifact_location: string;
  readonly lifecycle_stage: LifecycleStage;
  readonly created_by: string;
  readonly creation_time: number;
  readonly last_update_time: number;
  readonly tags: KeyValue[];
}

export const experimentColumns = `e.id, e.name, e.artifact_location, e.lifecycle_stage, e.created_by, e.creation_time, e.last_update_time,
  COALESCE((SELECT json_agg(json_build_object('key', t.key, 'value', t.value) ORDER BY t.key) FROM experiment_tag t
            WHERE t.workspace_id = e.workspace_id AND t.experiment_id = e.id), '[]') AS tags`;

export const toExperiment = (row: ExperimentRow): Experiment => ({
  experimentId: String(row.id),
  name: row.name,
  artifactLocation: row.artifact_location,
  lifecycleStage: row.lifecycle_stage,
  createdBy: row.created_by,
  creationTime: row.creation_time,
  lastUpdateTime: row.last_update_time,
  tags: row.tags,
});

const selectNumbers = statement("experiments.select-numbers", "SELECT id FROM experiment WHERE workspace_id = $1 ORDER BY id");

/** All of the workspace, deleted ones too: whose runs are looked for says the view. */
export async function listExperimentNumbers(tx: Tx, workspaceId: number): Promise<number[]> {
  const rows = await tx.rows<{ id: number }>(selectNumbers, [workspaceId]);
  return rows.map(({ id }) => id);
}

interface NewExperiment {
  readonly name: string;
  /** Defaults to a place of its own below the platform's artifact root. */
  readonly artifactLocation: string | undefined;
  readonly createdBy: string;
  readonly now: number;
}

/** The number and place of the new experiment; undefined when the name is taken, also by a deleted one. */
export function insertExperiment(
  tx: Tx,
  workspaceId: number,
  experiment: NewExperiment,
): Promise<{ id: number; artifact_location: string } | undefined> {
  return tx.row(
    `WITH number AS (
       UPDATE experiment_counter SET next_id = next_id + 1 WHERE workspace_id = $1 RETURNING next_id - 1 AS id
     )
     INSERT INTO experiment (workspace_id, id, name, artifact_location, created_by, creation_time, last_update_time)
     SELECT $1, id, $2, COALESCE($3, 'mlflow-artifacts:/' || id), $4, $5, $5 FROM number
     ON CONFLICT (workspace_id, name) DO NOTHING
     RETURNING id, artifact_location`,
    [workspaceId, experiment.name, experiment.artifactLocation ?? null, experiment.createdBy, experiment.now],
  );
}

/** The experiment "0" and the counter of a new workspace; runs as the system role. */
export async function insertDefaultExperiment(tx: Tx, workspaceId: number, made: { by: string; now: number }): Promise<void> {
  await tx.execute(
    `WITH counter AS (INSERT INTO experiment_counter (workspace_id, next_id) VALUES ($1, 1))
     INSERT INTO experiment (workspace_id, id, name, artifact_location, created_by, creation_time, last_update_time)
     VALUES ($1, 0, 'Default', 'mlflow-artifacts:/0', $2, $3, $3)`,
    [workspaceId, made.by, made.now],
  );
}

const selectExperiment = statement(
  "experiments.select-experiment",
  `SELECT ${experimentColumns} FROM experiment e WHERE e.workspace_id = $1 AND e.id = $2`,
);

export function findExperiment(tx: Tx, workspaceId: number, id: number): Promise<ExperimentRow | undefined> {
  return tx.row(selectExperiment, [workspaceId, id]);
}

const selectExperimentByName = statement(
  "experiments.select-experiment-by-name",
  `SELECT ${experimentColumns} FROM experiment e WHERE e.workspace_id = $1 AND e.name = $2`,
);

export function findExperimentByName(tx: Tx, workspaceId: number, name: string): Promise<ExperimentRow | undefined> {
  return tx.row(selectExperimentByName, [workspaceId, name]);
}

/** Locks the row, so that no run begins in it and nobody else changes it meanwhile. */
export function lockExperiment(tx: Tx, workspaceId: number, id: number): Promise<ExperimentRow | undefined> {
  return tx.row(`SELECT ${experimentColumns} FROM experiment e WHERE e.workspace_id = $1 AND e.id = $2 FOR NO KEY UPDATE`, [
    workspaceId,
    id,
  ]);
}

/** Gives an experiment a name; false when another one has it. */
export async function nameExperiment(tx: Tx, workspaceId: number, named: { id: number; name: string; now: number }): Promise<boolean> {
  try {
    await tx.execute("UPDATE experiment SET name = $3, last_update_time = $4 WHERE workspace_id = $1 AND id = $2", [
      workspaceId,
      named.id,
      named.name,
      named.now,
    ]);
    return true;
  } catch (error) {
    if (violatedConstraint(error) === "experiment_workspace_id_name_key") return false;
    throw error;
  }
}

interface Move {
  readonly id: number;
  readonly to: LifecycleStage;
  readonly by: string;
  readonly now: number;
}

/** Marks an experiment deleted, by whom and when, or active again. */
export async function moveExperiment(tx: Tx, workspaceId: number, move: Move): Promise<void> {
  await tx.execute(
    `UPDATE experiment SET lifecycle_stage = $3, last_update_time = $4, deleted_time = CASE WHEN $3 = 'deleted' THEN $4::bigint END,
       deleted_by = CASE WHEN $3 = 'deleted' THEN $5 END WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, move.id, move.to, move.now, move.by],
  );
}

/** When an experiment was deleted; undefined where it is not, or not there. */
export async function findExperimentInTrash(tx: Tx, workspaceId: number, id: number): Promise<number | undefined> {
  const row = await tx.row<{ deleted_time: number | null }>(
    "SELECT deleted_time FROM experiment WHERE workspace_id = $1 AND id = $2 AND lifecycle_stage = 'deleted'",
    [workspaceId, id],
  );
  return row?.deleted_time ?? undefined;
}

/** Those of the experiments that are deleted. */
export async function listDeletedExperiments(tx: Tx, workspaceId: number, ids: readonly number[]): Promise<Set<number>> {
  const rows = await tx.rows<{ id: number }>(
    "SELECT id FROM experiment WHERE workspace_id = $1 AND id = ANY($2) AND lifecycle_stage = 'deleted'",
    [workspaceId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Moves the experiment's runs with it: deleting takes the active ones, restoring all. Returns how many. */
export function moveRuns(tx: Tx, workspaceId: number, move: Move): Promise<number> {
  // In the order in which ingest locks them: the two wait for each other, never in a ring.
  return tx.execute(
    `WITH held AS (
       SELECT key FROM run WHERE workspace_id = $1 AND experiment_id = $2 AND lifecycle_stage <> $3 ORDER BY run_id FOR NO KEY UPDATE
     )
     UPDATE run SET lifecycle_stage = $3, deleted_time = CASE WHEN $3 = 'deleted' THEN $4::bigint END, deleted_by = CASE WHEN $3 = 'deleted' THEN $5 END
     FROM held WHERE run.workspace_id = $1 AND run.key = held.key`,
    [workspaceId, move.id, move.to, move.now, move.by],
  );
}

/** Sets tags; a key that exists takes the new value. */
export async function putExperimentTags(tx: Tx, workspaceId: number, put: { id: number; tags: readonly KeyValue[] }): Promise<void> {
  if (put.tags.length === 0) return;
  await tx.execute(
    `INSERT INTO experiment_tag (workspace_id, experiment_id, key, value)
     SELECT $1, $2, key, value FROM unnest($3::text[], $4::text[]) AS t(key, value)
     ON CONFLICT (workspace_id, experiment_id, key) DO UPDATE SET value = EXCLUDED.value`,
    [workspaceId, put.id, put.tags.map(({ key }) => key), put.tags.map(({ value }) => value)],
  );
}

/** Whether there was such a tag. */
export async function removeExperimentTag(tx: Tx, workspaceId: number, tag: { id: number; key: string }): Promise<boolean> {
  const removed = await tx.execute("DELETE FROM experiment_tag WHERE workspace_id = $1 AND experiment_id = $2 AND key = $3", [
    workspaceId,
    tag.id,
    tag.key,
  ]);
  return removed > 0;
}
