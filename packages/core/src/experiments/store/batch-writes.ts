import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import { statement, type Tx } from "@plumbline/db";
import type { ModelPoint, PackedSeries } from "../ingest/check-batch.ts";
import type { MetricTotals } from "../metric-block.ts";
import { type RunRow, runColumns } from "./runs.ts";

export type TargetRun = RunRow;

// These are planned when the tables are young and PostgreSQL knows nothing of them, and their plans are kept. Each run is
// therefore looked up by itself, by all columns of a unique index, which no plan does in another way.
const eachRun = "unnest($2::text[]) AS wanted(run_id)";
const oneRun = `SELECT ${runColumns} FROM run r WHERE r.workspace_id = $1 AND r.run_id = wanted.run_id`;
const selectTargets = statement("experiments.select-targets", `SELECT r.* FROM ${eachRun} CROSS JOIN LATERAL (${oneRun} OFFSET 0) AS r`);
// Params never change once written: writers of one run take turns to see each other's. Runs are locked before their
// tags and in the order given, so that no two writers wait for each other.
const lockTargets = statement(
  "experiments.lock-targets",
  `SELECT r.* FROM ${eachRun} CROSS JOIN LATERAL (${oneRun} FOR NO KEY UPDATE) AS r`,
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

/** A block on its way into a run. */
export interface RunSeries extends PackedSeries {
  readonly runKey: number;
  readonly keyId: number;
}

const insertBlockRows = statement(
  "experiments.insert-blocks",
  `INSERT INTO metric_block (workspace_id, run_key, key_id, digest, lo_step, hi_step, count, points)
   SELECT $1, run_key, key_id, digest, lo_step, hi_step, count, points
   FROM unnest($2::bigint[], $3::int[], $4::bytea[], $5::bigint[], $6::bigint[], $7::int[], $8::bytea[]) AS t(run_key, key_id, digest, lo_step, hi_step, count, points)
   ORDER BY run_key, key_id, digest ON CONFLICT DO NOTHING`,
);
// A row's xmin is the transaction that wrote it.
const selectOwnBlocks = statement(
  "experiments.select-own-blocks",
  `SELECT b.run_key, b.key_id, b.digest FROM metric_block b
   JOIN unnest($2::bigint[], $3::int[], $4::bytea[]) AS t(run_key, key_id, digest) USING (run_key, key_id, digest)
   WHERE b.workspace_id = $1 AND b.xmin = pg_current_xact_id()::xid`,
);

/** Stores blocks and returns those that were not there: a retried batch changes nothing. */
export async function insertBlocks(tx: Tx, workspaceId: number, series: readonly RunSeries[]): Promise<readonly RunSeries[]> {
  const keys = [workspaceId, series.map((one) => one.runKey), series.map((one) => one.keyId), series.map((one) => one.block.digest)];
  const added = await tx.execute(insertBlockRows, [
    ...keys,
    series.map((one) => one.block.loStep),
    series.map((one) => one.block.hiStep),
    series.map((one) => one.block.count),
    series.map((one) => one.block.bytes),
  ]);
  if (added === series.length) return series;
  if (added === 0) return [];
  const rows = await tx.rows<{ run_key: number; key_id: number; digest: Buffer }>(selectOwnBlocks, keys);
  const stored = new Set(rows.map((row) => `${row.run_key}/${row.key_id}/${row.digest.toString("hex")}`));
  return series.filter((one) => stored.delete(`${one.runKey}/${one.keyId}/${Buffer.from(one.block.digest).toString("hex")}`));
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
    changes.map((change) => change.runKey),
    changes.map((change) => change.keyId),
    totals.map((one) => one.count),
    totals.map((one) => one.numericCount),
    totals.map((one) => one.min ?? null),
    totals.map((one) => one.max ?? null),
    totals.map((one) => one.sum),
    totals.map((one) => one.first.step),
    totals.map((one) => one.first.timestamp),
    totals.map((one) => one.first.value),
    totals.map((one) => one.last.step),
    totals.map((one) => one.last.timestamp),
    totals.map((one) => one.last.value),
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
