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

/** A run on its way into its experiment. */
export interface NewRun {
  readonly runId: string;
  readonly experimentId: number;
  readonly name: string;
  readonly userId: string;
  readonly createdBy: string;
  readonly startTime: number;
  readonly tags: readonly KeyValue[];
}

export interface InsertedRun {
  readonly run_id: string;
  /** Null when there is no such experiment. */
  readonly lifecycle_stage: LifecycleStage | null;
  /** Null when the run id is taken, or the experiment is deleted or missing. */
  readonly artifact_uri: string | null;
}

// FOR SHARE holds off a deletion of the experiments, which would miss these runs.
const insert = statement(
  "experiments.insert-runs",
  `WITH given AS (
     SELECT * FROM unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::bigint[])
       AS t(run_id, experiment_id, name, user_id, created_by, start_time)
   ), held AS (
     SELECT id, lifecycle_stage, artifact_location FROM experiment
     WHERE workspace_id = $1 AND id = ANY($3) ORDER BY id FOR SHARE
   ), made AS (
     INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, artifact_uri)
     SELECT $1, run_id, experiment_id, name, 'RUNNING', user_id, created_by, start_time, artifact_location || '/' || run_id || '/artifacts'
     FROM given JOIN held ON held.id = given.experiment_id WHERE lifecycle_stage = 'active' ORDER BY run_id
     ON CONFLICT (workspace_id, run_id) DO NOTHING
     RETURNING key, run_id, experiment_id, artifact_uri
   ), hot AS (
     INSERT INTO hot_run (workspace_id, experiment_id, run_key) SELECT $1, experiment_id, key FROM made
   ), tags AS (
     INSERT INTO run_tag (workspace_id, run_key, key, value)
     SELECT $1, made.key, t.key, t.value FROM unnest($8::text[], $9::text[], $10::text[]) AS t(run_id, key, value) JOIN made USING (run_id)
   )
   SELECT given.run_id, held.lifecycle_stage, made.artifact_uri
   FROM given LEFT JOIN held ON held.id = given.experiment_id LEFT JOIN made USING (run_id)`,
);

/** Makes runs, each id once, with their tags in one round trip. */
export async function insertRuns(tx: Tx, workspaceId: number, runs: readonly NewRun[]): Promise<Map<string, InsertedRun>> {
  const tags = runs.flatMap((run) => run.tags.map((tag) => ({ ...tag, runId: run.runId })));
  const rows = await tx.rows<InsertedRun>(insert, [
    workspaceId,
    runs.map(({ runId }) => runId),
    runs.map(({ experimentId }) => experimentId),
    runs.map(({ name }) => name),
    runs.map(({ userId }) => userId),
    runs.map(({ createdBy }) => createdBy),
    runs.map(({ startTime }) => startTime),
    tags.map(({ runId }) => runId),
    tags.map(({ key }) => key),
    tags.map(({ value }) => value),
  ]);
  return new Map(rows.map((row) => [row.run_id, row]));
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

/** What becomes different of a run; what is undefined stays as it is. */
export interface RunChange {
  readonly runId: string;
  readonly status?: RunStatus | undefined;
  readonly endTime?: number | undefined;
  readonly name?: string | undefined;
}

// By the columns of a unique index: by its key, a plan made while the table is young may walk the whole workspace.
const change = statement(
  "experiments.change-run",
  `UPDATE run SET status = COALESCE($3, status), end_time = COALESCE($4, end_time), name = COALESCE($5, name)
   WHERE workspace_id = $1 AND run_id = $2`,
);

/** Changes a held run as the transaction commits. Whoever names it sets the tag of the name too. */
export function changeRun(tx: Tx, workspaceId: number, { runId, status, endTime, name }: RunChange): void {
  tx.atCommit(change, [workspaceId, runId, status ?? null, endTime ?? null, name ?? null]);
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
