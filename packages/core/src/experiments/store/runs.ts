import type { KeyValue, LifecycleStage } from "@plumbline/contracts/experiments/experiment";
import type { ModelLink, RunInfo, RunStatus } from "@plumbline/contracts/experiments/run";
import { statement, type Tx } from "@plumbline/db";

export interface RunRow {
  readonly key: number;
  readonly run_id: string;
  readonly experiment_id: number;
  readonly name: string;
  readonly status: RunStatus;
  readonly user_id: string;
  readonly created_by: string;
  readonly start_time: number;
  readonly end_time: number | null;
  readonly lifecycle_stage: LifecycleStage;
  readonly artifact_uri: string;
}

export const runColumns =
  "r.key, r.run_id, r.experiment_id, r.name, r.status, r.user_id, r.created_by, r.start_time, r.end_time, r.lifecycle_stage, r.artifact_uri";

export const toRunInfo = (row: RunRow): RunInfo => ({
  runId: row.run_id,
  name: row.name,
  experimentId: String(row.experiment_id),
  status: row.status,
  userId: row.user_id,
  createdBy: row.created_by,
  startTime: row.start_time,
  endTime: row.end_time,
  lifecycleStage: row.lifecycle_stage,
  artifactUri: row.artifact_uri,
});

interface NewRun {
  readonly runId: string;
  readonly experimentId: number;
  readonly name: string;
  readonly userId: string;
  readonly createdBy: string;
  readonly startTime: number;
  readonly tags: readonly KeyValue[];
}

interface InsertedRun {
  readonly lifecycle_stage: LifecycleStage;
  /** Null when the run id is taken, or the experiment is deleted. */
  readonly artifact_uri: string | null;
}

// FOR SHARE holds off a deletion of the experiment, which would miss this run.
const insert = statement(
  "experiments.insert-run",
  `WITH experiment AS (
     SELECT id, lifecycle_stage, artifact_location FROM experiment WHERE workspace_id = $1 AND id = $2 FOR SHARE
   ), made AS (
     INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, artifact_uri)
     SELECT $1, $3, id, $4, 'RUNNING', $5, $6, $7, artifact_location || '/' || $3 || '/artifacts' FROM experiment WHERE lifecycle_stage = 'active'
     ON CONFLICT (workspace_id, run_id) DO NOTHING
     RETURNING key, artifact_uri
   ), tags AS (
     INSERT INTO run_tag (workspace_id, run_key, key, value)
     SELECT $1, made.key, t.key, t.value FROM made, unnest($8::text[], $9::text[]) AS t(key, value)
   )
   SELECT experiment.lifecycle_stage, made.artifact_uri FROM experiment LEFT JOIN made ON true`,
);

/** Makes a run with its tags, in one round trip; undefined when there is no such experiment. */
export function insertRun(tx: Tx, workspaceId: number, run: NewRun): Promise<InsertedRun | undefined> {
  return tx.row(insert, [
    workspaceId,
    run.experimentId,
    run.runId,
    run.name,
    run.userId,
    run.createdBy,
    run.startTime,
    run.tags.map(({ key }) => key),
    run.tags.map(({ value }) => value),
  ]);
}

const select = statement("experiments.select-run", `SELECT ${runColumns} FROM run r WHERE r.workspace_id = $1 AND r.run_id = $2`);

export function findRun(tx: Tx, workspaceId: number, runId: string): Promise<RunRow | undefined> {
  return tx.row(select, [workspaceId, runId]);
}

const lock = statement("experiments.lock-run", `${select.text} FOR NO KEY UPDATE`);

/** The run, held until the end of the transaction: nobody deletes or restores it meanwhile. */
export function lockRun(tx: Tx, workspaceId: number, runId: string): Promise<RunRow | undefined> {
  return tx.row(lock, [workspaceId, runId]);
}

interface RunChange {
  readonly runId: string;
  readonly status: RunStatus | undefined;
  readonly endTime: number | undefined;
  readonly name: string | undefined;
}

const update = statement(
  "experiments.update-run",
  `WITH before AS (
     ${lock.text}
   ), after AS (
     UPDATE run r SET status = COALESCE($3, r.status), end_time = COALESCE($4, r.end_time), name = COALESCE($5, r.name)
     FROM before WHERE r.key = before.key AND before.lifecycle_stage = 'active'
   ), tag AS (
     INSERT INTO run_tag (workspace_id, run_key, key, value)
     SELECT $1, before.key, 'mlflow.runName', $5 FROM before WHERE $5 IS NOT NULL AND before.lifecycle_stage = 'active'
     ON CONFLICT (run_key, key) DO UPDATE SET value = EXCLUDED.value
   )
   SELECT * FROM before`,
);

/**
 * Changes an active run and keeps its name and the tag of the name in step, in one round trip. Returns the run as it
 * was; a deleted one is left as it is.
 */
export function updateRun(tx: Tx, workspaceId: number, change: RunChange): Promise<RunRow | undefined> {
  return tx.row(update, [workspaceId, change.runId, change.status ?? null, change.endTime ?? null, change.name ?? null]);
}

/** Marks a run deleted or active again. */
export async function moveRun(tx: Tx, workspaceId: number, move: { runId: string; to: LifecycleStage; now: number }): Promise<void> {
  await tx.execute(
    `UPDATE run SET lifecycle_stage = $3, deleted_time = CASE WHEN $3 = 'deleted' THEN $4::bigint END WHERE workspace_id = $1 AND run_id = $2`,
    [workspaceId, move.runId, move.to, move.now],
  );
}

/** Whether the run had such a tag. */
export async function removeRunTag(tx: Tx, workspaceId: number, tag: { runKey: number; key: string }): Promise<boolean> {
  const removed = await tx.execute("DELETE FROM run_tag WHERE workspace_id = $1 AND run_key = $2 AND key = $3", [
    workspaceId,
    tag.runKey,
    tag.key,
  ]);
  return removed > 0;
}

interface RunModels {
  readonly runKey: number;
  readonly models: readonly ModelLink[];
  readonly direction: "input" | "output";
}

/** Says that a run used or made logged models; saying it twice changes nothing. */
export async function putRunModels(tx: Tx, workspaceId: number, { runKey, models, direction }: RunModels): Promise<void> {
  await tx.execute(
    `INSERT INTO run_model (workspace_id, run_key, model_id, direction, step)
     SELECT $1, $2, model.id, $3, model.step FROM unnest($4::text[], $5::bigint[]) AS model(id, step)
     ON CONFLICT DO NOTHING`,
    [workspaceId, runKey, direction, models.map(({ modelId }) => modelId), models.map(({ step }) => step)],
  );
}
