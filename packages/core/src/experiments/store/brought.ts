import type { LifecycleStage } from "@plumbline/contracts/experiments/experiment";
import type { LoggedModelStatus } from "@plumbline/contracts/experiments/logged-model";
import type { RunStatus } from "@plumbline/contracts/experiments/run";
import type { Tx } from "@plumbline/db";
import { heatRuns } from "./hot-runs.ts";

/** A run as another server has it. */
export interface BroughtRun {
  readonly runId: string;
  readonly experimentId: number;
  readonly name: string;
  readonly userId: string;
  readonly status: RunStatus;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly lifecycleStage: LifecycleStage;
}

const rows = "unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::text[])";
const names = "t(run_id, experiment_id, name, user_id, status, start_time, end_time, lifecycle_stage)";
const columnsOf = (runs: readonly BroughtRun[]): unknown[] => [
  runs.map(({ runId }) => runId),
  runs.map(({ experimentId }) => experimentId),
  runs.map(({ name }) => name),
  runs.map(({ userId }) => userId),
  runs.map(({ status }) => status),
  runs.map(({ startTime }) => startTime),
  runs.map(({ endTime }) => endTime),
  runs.map(({ lifecycleStage }) => lifecycleStage),
];

/** Makes runs that are not there, also in deleted experiments, as running ones that may be logged to. Returns the ids of those it made. */
export async function insertBroughtRuns(
  tx: Tx,
  workspaceId: number,
  { runs, by }: { runs: readonly BroughtRun[]; by: string },
): Promise<Set<string>> {
  const made = await tx.rows<{ run_id: string; experiment_id: number; key: number }>(
    `INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, artifact_uri)
     SELECT $1, t.run_id, t.experiment_id, t.name, 'RUNNING', t.user_id, $10, t.start_time, e.artifact_location || '/' || t.run_id || '/artifacts'
     FROM ${rows} AS ${names} JOIN experiment e ON e.workspace_id = $1 AND e.id = t.experiment_id ORDER BY t.run_id
     ON CONFLICT (workspace_id, run_id) DO NOTHING RETURNING run_id, experiment_id, key`,
    [workspaceId, ...columnsOf(runs), by],
  );
  heatRuns(tx, workspaceId, made);
  return new Set(made.map(({ run_id }) => run_id));
}

/** Lets deleted runs be logged to. */
export const reopenRuns = (tx: Tx, workspaceId: number, runIds: readonly string[]): Promise<number> =>
  tx.execute(
    `WITH held AS (
       SELECT key FROM run WHERE workspace_id = $1 AND run_id = ANY($2) AND lifecycle_stage = 'deleted' ORDER BY run_id FOR NO KEY UPDATE
     )
     UPDATE run SET lifecycle_stage = 'active' FROM held WHERE run.workspace_id = $1 AND run.key = held.key`,
    [workspaceId, runIds],
  );

/** Gives runs the names, states, times and stages that they have on the other server. */
export async function settleBroughtRuns(
  tx: Tx,
  workspaceId: number,
  { runs, now }: { runs: readonly BroughtRun[]; now: number },
): Promise<void> {
  const settled = await tx.rows<{ experiment_id: number; key: number }>(
    `WITH held AS (
       SELECT run.key, t.* FROM ${rows} AS ${names} JOIN run ON run.workspace_id = $1 AND run.run_id = t.run_id ORDER BY t.run_id FOR NO KEY UPDATE OF run
     )
     UPDATE run SET name = held.name, status = held.status, user_id = held.user_id, start_time = held.start_time, end_time = held.end_time,
       lifecycle_stage = held.lifecycle_stage, deleted_time = CASE WHEN held.lifecycle_stage = 'deleted' THEN $10::bigint END
     FROM held WHERE run.workspace_id = $1 AND run.key = held.key RETURNING run.experiment_id, run.key`,
    [workspaceId, ...columnsOf(runs), now],
  );
  heatRuns(tx, workspaceId, settled);
}

/** A logged model as another server has it. */
export interface BroughtModel {
  readonly modelId: string;
  readonly experimentId: number;
  readonly name: string;
  readonly modelType: string | null;
  readonly sourceRunId: string | null;
  readonly status: LoggedModelStatus;
  readonly statusMessage: string | null;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
}

/** Makes a logged model that is not there; whether it did. */
export async function insertBroughtModel(tx: Tx, workspaceId: number, model: BroughtModel): Promise<boolean> {
  const made = await tx.execute(
    `INSERT INTO logged_model (workspace_id, model_id, experiment_id, name, model_type, source_run_id, status, status_message, artifact_uri, creation_time, last_update_time)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, e.artifact_location || '/models/' || $2 || '/artifacts', $9, $10
     FROM experiment e WHERE e.workspace_id = $1 AND e.id = $3 ON CONFLICT DO NOTHING`,
    [
      workspaceId,
      model.modelId,
      model.experimentId,
      model.name,
      model.modelType,
      model.sourceRunId,
      model.status,
      model.statusMessage,
      model.creationTime,
      model.lastUpdateTime,
    ],
  );
  return made > 0;
}

/** What may have changed of a logged model since it was made. */
export const settleBroughtModel = (tx: Tx, workspaceId: number, model: BroughtModel): Promise<number> =>
  tx.execute("UPDATE logged_model SET status = $3, status_message = $4, last_update_time = $5 WHERE workspace_id = $1 AND model_id = $2", [
    workspaceId,
    model.modelId,
    model.status,
    model.statusMessage,
    model.lastUpdateTime,
  ]);
