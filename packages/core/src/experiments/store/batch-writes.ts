import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import { float8Array, int4Array, int8Array, statement, type Tx } from "@plumbline/db";
import type { ModelPoint } from "../ingest/check-batch.ts";
import type { MetricTotals } from "../metric-block.ts";
import { type RunRow, runColumns } from "./runs.ts";

/** A run that is written to. One that is not hot has ranks that become old. */
export interface TargetRun extends RunRow {
  readonly is_hot: boolean;
}

// These are planned when the tables are young and PostgreSQL knows nothing of them, and their plans are kept. Each run is
// therefore looked up by itself, by all columns of a unique index, which no plan does in another way.
const eachRun = "unnest($2::text[]) AS wanted(run_id)";
const oneRun = `SELECT ${runColumns} FROM run r WHERE r.workspace_id = $1 AND r.run_id = wanted.run_id`;
// As a value: EXISTS may be planned as one look at all hot runs of the workspace.
const isHot = `COALESCE((SELECT h.settling_at IS NULL FROM hot_run h
  WHERE h.workspace_id = $1 AND h.experiment_id = r.experiment_id AND h.run_key = r.key), false) AS is_hot`;
const selectTargets = statement(
  "experiments.select-targets",
  `SELECT r.*, ${isHot} FROM ${eachRun} CROSS JOIN LATERAL (${oneRun} OFFSET 0) AS r`,
);
// Params never change once written: writers of one run take turns to see each other's. Runs are locked before their
// tags and in the order given, so that no two writers wait for each other.
const lockTargets = statement(
  "experiments.lock-targets",
  `SELECT r.*, ${isHot} FROM ${eachRun} CROSS JOIN LATERAL (${oneRun} FOR NO KEY UPDATE) AS r`,
);

/** Runs that are written to; locked where more than points is written. */
export const findTargets = (tx: Tx, workspaceId: number, wanted: { runIds: readonly string[]; mustLock: boolean }): Promise<TargetRun[]> =>
  tx.rows<TargetRun>(wanted.mustLock ? lockTargets : selectTargets, [workspaceId, [...wanted.runIds].sort()]);

/** A key-value pair of a run. */
export interface RunPair extends KeyValue {
  readonly runKey: number;
}

const selectParams = statement(
  "experiments.select-batch-params",
  `SELECT r.key AS "runKey", p.key, p.value FROM ${eachRun} CROSS JOIN LATERAL (${oneRun} OFFSET 0) AS r CROSS JOIN LATERAL (
     SELECT key, value FROM run_param WHERE workspace_id = $1 AND run_key = r.key AND key = ANY(ARRAY(SELECT unnest($3::text[]))) OFFSET 0
   ) AS p`,
);

/** Params with one of these keys that one of these runs has already. */
export const findParams = (
  tx: Tx,
  workspaceId: number,
  wanted: { runIds: readonly string[]; keys: readonly string[] },
): Promise<RunPair[]> => tx.rows<RunPair>(selectParams, [workspaceId, wanted.runIds, wanted.keys]);

const insertParamRows = statement(
  "experiments.insert-params",
  `INSERT INTO run_param (workspace_id, run_key, key, value)
   SELECT $1, run_key, key, value FROM unnest($2::bigint[], $3::text[], $4::text[]) AS t(run_key, key, value)
   ORDER BY run_key, key ON CONFLICT DO NOTHING`,
);

export const insertParams = (tx: Tx, workspaceId: number, pairs: readonly RunPair[]): Promise<number> =>
  tx.execute(insertParamRows, [
    workspaceId,
    pairs.map((pair) => pair.runKey),
    pairs.map((pair) => pair.key),
    pairs.map((pair) => pair.value),
  ]);

const upsertTagRows = statement(
  "experiments.upsert-tags",
  `INSERT INTO run_tag (workspace_id, run_key, key, value)
   SELECT $1, run_key, key, value FROM unnest($2::bigint[], $3::text[], $4::text[]) AS t(run_key, key, value) ORDER BY run_key, key
   ON CONFLICT (run_key, key) DO UPDATE SET value = excluded.value`,
);

/** Sets tags, each (run, key) once. */
export async function upsertTags(tx: Tx, workspaceId: number, pairs: readonly RunPair[]): Promise<void> {
  if (pairs.length === 0) return;
  await tx.execute(upsertTagRows, [
    workspaceId,
    pairs.map((pair) => pair.runKey),
    pairs.map((pair) => pair.key),
    pairs.map((pair) => pair.value),
  ]);
}

/** Totals of one run and key, of all blocks that a transaction adds. */
export interface SummaryChange {
  readonly runKey: number;
  readonly keyId: number;
  readonly totals: MetricTotals;
}

const earlier = "(excluded.first_step, excluded.first_time, excluded.first_value) < (s.first_step, s.first_time, s.first_value)";
const later = "(excluded.last_step, excluded.last_time, excluded.last_value) > (s.last_step, s.last_time, s.last_value)";
const take = (when: string, column: string): string => `${column} = CASE WHEN ${when} THEN excluded.${column} ELSE s.${column} END`;

const upsertSummaryRows = statement(
  "experiments.upsert-summaries",
  `INSERT INTO metric_summary AS s (workspace_id, run_key, key_id, count, numeric_count, min, max, sum,
     first_step, first_time, first_value, last_step, last_time, last_value)
   SELECT $1, t.* FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::float8[], $7::float8[], $8::float8[],
     $9::bigint[], $10::bigint[], $11::float8[], $12::bigint[], $13::bigint[], $14::float8[]) AS t(run_key, key_id)
   ORDER BY run_key, key_id
   ON CONFLICT (run_key, key_id) DO UPDATE SET
     count = s.count + excluded.count, numeric_count = s.numeric_count + excluded.numeric_count,
     min = LEAST(s.min, excluded.min), max = GREATEST(s.max, excluded.max), sum = s.sum + excluded.sum,
     ${["first_step", "first_time", "first_value"].map((column) => take(earlier, column)).join(", ")},
     ${["last_step", "last_time", "last_value"].map((column) => take(later, column)).join(", ")}`,
);

/** Adds totals to the summaries as the transaction commits; each (run, key) once. */
export function upsertSummaries(tx: Tx, workspaceId: number, changes: readonly SummaryChange[]): void {
  const totals = changes.map((change) => change.totals);
  tx.atCommit(upsertSummaryRows, [
    workspaceId,
    int8Array(changes.map((change) => change.runKey)),
    int4Array(changes.map((change) => change.keyId)),
    int8Array(totals.map((one) => one.count)),
    int8Array(totals.map((one) => one.numericCount)),
    float8Array(totals.map((one) => one.min ?? null)),
    float8Array(totals.map((one) => one.max ?? null)),
    float8Array(totals.map((one) => one.sum)),
    int8Array(totals.map((one) => one.first.step)),
    int8Array(totals.map((one) => one.first.timestamp)),
    float8Array(totals.map((one) => one.first.value)),
    int8Array(totals.map((one) => one.last.step)),
    int8Array(totals.map((one) => one.last.timestamp)),
    float8Array(totals.map((one) => one.last.value)),
  ]);
}

const insertModelPointRows = statement(
  "experiments.insert-model-points",
  `INSERT INTO logged_model_metric (workspace_id, model_id, key, step, timestamp, value, run_id, dataset_name, dataset_digest)
   SELECT $1, t.* FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::float8[], $7::text[], $8::text[], $9::text[]) AS t
   ON CONFLICT DO NOTHING`,
);

/** A model's point with the run that logged it. */
export interface RunModelPoint extends ModelPoint {
  readonly runId: string;
}

export const insertModelPoints = (tx: Tx, workspaceId: number, points: readonly RunModelPoint[]): Promise<number> =>
  tx.execute(insertModelPointRows, [
    workspaceId,
    points.map((point) => point.modelId),
    points.map((point) => point.key),
    points.map((point) => point.step),
    points.map((point) => point.timestamp),
    points.map((point) => point.value),
    points.map((point) => point.runId),
    points.map((point) => point.datasetName),
    points.map((point) => point.datasetDigest),
  ]);

/** Which of these logged models exist and are not deleted. */
export async function findModels(tx: Tx, workspaceId: number, modelIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ model_id: string }>(
    "SELECT model_id FROM logged_model WHERE workspace_id = $1 AND model_id = ANY($2) AND lifecycle_stage = 'active'",
    [workspaceId, modelIds],
  );
  return new Set(rows.map((row) => row.model_id));
}
