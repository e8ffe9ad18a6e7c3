import type { RunStorage } from "@plumbline/contracts/experiments/storage";
import { statement, type Tx } from "@plumbline/db";

/** Workspaces that hold experiments; asked as the database role `system`. */
export async function listWorkspacesWithExperiments(tx: Tx): Promise<number[]> {
  const rows = await tx.rows<{ id: number }>("SELECT DISTINCT workspace_id AS id FROM experiment ORDER BY 1");
  return rows.map(({ id }) => id);
}

const bytes = "COALESCE(sum(pg_column_size(d.points)), 0)";
const pointsOf = (run: string) =>
  ["metric_arrival", "metric_bundle", "metric_block"]
    .map((table) => `(SELECT ${bytes} FROM ${table} d WHERE d.workspace_id = $1 AND d.run_key = ${run})`)
    .join(" + ");
const rowsOf = (run: string) =>
  `1 + ${["run_param", "run_tag", "metric_summary"]
    .map((table) => `(SELECT count(*) FROM ${table} d WHERE d.workspace_id = $1 AND d.run_key = ${run})`)
    .join(" + ")}`;

/** What runs of an experiment take, or files of its logged models. */
export interface Measured {
  readonly experiment_id: number;
  readonly runs: number;
  readonly deleted_runs: number;
  readonly rows: number;
  readonly points: number;
  readonly point_bytes: number;
  readonly artifacts: number;
  readonly artifact_bytes: number;
}

/** Measured by experiment, and the id of the last one that was looked at; undefined where there was none. */
interface MeasuredPart {
  readonly measured: readonly Measured[];
  readonly last: string | undefined;
}

/** The directory that an artifact URI names here; null where it lies elsewhere. */
const rootOf = (uri: string): string =>
  `CASE WHEN starts_with(${uri}, 'mlflow-artifacts:/') THEN NULLIF(ltrim(substr(${uri}, length('mlflow-artifacts:/') + 1), '/'), '') END`;
const filesBelow = (root: string): string =>
  `SELECT count(*) AS files, COALESCE(sum(a.size_bytes), 0) AS bytes FROM artifacts_path a
   WHERE a.workspace_id = $1 AND a.path >= ${root} || '/' AND a.path < ${root} || '0'`;

// The size of what lies packed is read off the rows; nothing of it is unpacked. Each run is looked up by itself, so that a part takes as long in any workspace.
const measureRunRows = statement(
  "experiments.measure-runs",
  `WITH part AS MATERIALIZED (
     SELECT key, run_id, experiment_id, lifecycle_stage, ${rootOf("artifact_uri")} AS root FROM run
     WHERE workspace_id = $1 AND run_id > $2 ORDER BY run_id LIMIT $3
   )
   SELECT p.experiment_id, count(*) AS runs, count(*) FILTER (WHERE p.lifecycle_stage = 'deleted') AS deleted_runs, sum(used.rows)::bigint AS rows,
     sum(used.points)::bigint AS points, sum(used.point_bytes)::bigint AS point_bytes, sum(held.files)::bigint AS artifacts, sum(held.bytes)::bigint AS artifact_bytes,
     (SELECT max(run_id) FROM part) AS last
   FROM part p CROSS JOIN LATERAL (
     SELECT ${rowsOf("p.key")} AS rows, (SELECT COALESCE(sum(m.count), 0) FROM metric_summary m WHERE m.workspace_id = $1 AND m.run_key = p.key) AS points,
       ${pointsOf("p.key")} AS point_bytes OFFSET 0
   ) AS used CROSS JOIN LATERAL (${filesBelow("p.root")} OFFSET 0) AS held
   GROUP BY p.experiment_id`,
);
const measureModelRows = statement(
  "experiments.measure-models",
  `WITH part AS MATERIALIZED (
     SELECT model_id, experiment_id, ${rootOf("artifact_uri")} AS root FROM logged_model
     WHERE workspace_id = $1 AND model_id > $2 ORDER BY model_id LIMIT $3
   )
   SELECT p.experiment_id, 0::bigint AS runs, 0::bigint AS deleted_runs, 0::bigint AS rows, 0::bigint AS points, 0::bigint AS point_bytes,
     sum(held.files)::bigint AS artifacts, sum(held.bytes)::bigint AS artifact_bytes, (SELECT max(model_id) FROM part) AS last
   FROM part p CROSS JOIN LATERAL (${filesBelow("p.root")} OFFSET 0) AS held GROUP BY p.experiment_id`,
);

interface Part {
  /** The id of the last one that was looked at before. */
  readonly after: string;
  readonly limit: number;
}

async function measurePart(tx: Tx, values: readonly unknown[], sql: typeof measureRunRows): Promise<MeasuredPart> {
  const measured = await tx.rows<Measured & { last: string }>(sql, values);
  return { measured, last: measured[0]?.last };
}

/** What the next runs take. */
export const measureRuns = (tx: Tx, workspaceId: number, { after, limit }: Part): Promise<MeasuredPart> =>
  measurePart(tx, [workspaceId, after, limit], measureRunRows);

/** What files of the next logged models take. */
export const measureModels = (tx: Tx, workspaceId: number, { after, limit }: Part): Promise<MeasuredPart> =>
  measurePart(tx, [workspaceId, after, limit], measureModelRows);

const counted = ["runs", "deleted_runs", "rows", "points", "point_bytes", "artifacts", "artifact_bytes"] as const;

/** Writes what each experiment takes; one of which nothing was measured takes nothing. */
export async function putStorage(
  tx: Tx,
  workspaceId: number,
  { measured, now }: { measured: readonly Measured[]; now: Date },
): Promise<void> {
  await tx.execute(
    `INSERT INTO experiment_storage (workspace_id, experiment_id, ${counted.join(", ")}, measured_at)
     SELECT $1::int, e.id, ${counted.map((column) => `COALESCE(m.${column}, 0)`).join(", ")}, $2::timestamptz FROM experiment e
     LEFT JOIN jsonb_to_recordset($3::jsonb) AS m(experiment_id int, ${counted.map((column) => `${column} bigint`).join(", ")}) ON m.experiment_id = e.id
     WHERE e.workspace_id = $1
     ON CONFLICT (workspace_id, experiment_id) DO UPDATE SET ${[...counted, "measured_at"].map((column) => `${column} = excluded.${column}`).join(", ")}`,
    [workspaceId, now, JSON.stringify(measured)],
  );
}

export interface StorageRow extends Measured {
  readonly name: string;
  readonly is_deleted: boolean;
}

export const listStorage = (tx: Tx, workspaceId: number, limit: number): Promise<StorageRow[]> =>
  tx.rows(
    `SELECT s.experiment_id, e.name, e.lifecycle_stage = 'deleted' AS is_deleted, ${counted.map((column) => `s.${column}`).join(", ")}
     FROM experiment_storage s JOIN experiment e ON e.workspace_id = s.workspace_id AND e.id = s.experiment_id
     WHERE s.workspace_id = $1 ORDER BY s.artifact_bytes + s.point_bytes DESC, s.rows DESC, s.experiment_id LIMIT $2`,
    [workspaceId, limit],
  );

interface TotalRow extends Omit<StorageRow, "experiment_id" | "name" | "is_deleted"> {
  readonly measured_at: Date | null;
}

export async function sumStorage(tx: Tx, workspaceId: number): Promise<TotalRow> {
  const row = await tx.row<TotalRow>(
    `SELECT ${counted.map((column) => `COALESCE(sum(${column}), 0)::bigint AS ${column}`).join(", ")}, min(measured_at) AS measured_at
     FROM experiment_storage WHERE workspace_id = $1`,
    [workspaceId],
  );
  if (!row) throw new Error("a sum has one row");
  return row;
}

const selectRunStorage = statement(
  "experiments.select-run-storage",
  `SELECT ${rowsOf("$2")} AS rows, (SELECT COALESCE(sum(count), 0) FROM metric_summary d WHERE d.workspace_id = $1 AND d.run_key = $2)::bigint AS points,
     (${pointsOf("$2")})::bigint AS "pointBytes"`,
);

/** What a run takes now, without its files. */
export async function readRunStorage(
  tx: Tx,
  workspaceId: number,
  runKey: number,
): Promise<Omit<RunStorage, "artifacts" | "artifactBytes">> {
  const row = await tx.row<Omit<RunStorage, "artifacts" | "artifactBytes">>(selectRunStorage, [workspaceId, runKey]);
  return row ?? { rows: 0, points: 0, pointBytes: 0 };
}
