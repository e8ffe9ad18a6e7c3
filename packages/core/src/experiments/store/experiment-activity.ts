import type { ViewType } from "@plumbline/contracts/experiments/experiment";
import type { MetricNumber } from "@plumbline/contracts/experiments/metric";
import type { Tx } from "@plumbline/db";
import { afterPosition, createBindings, orderClause, positionOf, type SortTerm, sortColumns } from "../../kernel/index.ts";
import { type ExperimentRow, experimentColumns } from "./experiments.ts";

export interface ActivityRow extends ExperimentRow {
  readonly run_count: number;
  readonly running_count: number;
  readonly last_run_time: number | null;
  readonly owner: string;
  readonly storage_bytes: number | null;
  readonly best: { readonly key: string; readonly value: MetricNumber; readonly runId: string } | null;
}

interface ActivityPage {
  readonly rows: readonly ActivityRow[];
  readonly next: readonly unknown[] | undefined;
}

const terms: readonly SortTerm[] = [
  { sql: "GREATEST(e.creation_time, last.start_time)", direction: "desc", type: "bigint" },
  { sql: "e.id", direction: "desc", type: "bigint" },
];

interface ActivityList {
  readonly search: string;
  readonly view: ViewType;
  readonly limit: number;
  readonly after: readonly unknown[] | undefined;
}

// Deleting an experiment deletes its runs: those in the stage of their experiment are the ones that count.
const runsOf = "r.workspace_id = e.workspace_id AND r.experiment_id = e.id AND r.lifecycle_stage = e.lifecycle_stage";

/** Experiments with what happened in them, the most recently active first. Only those of the page have their runs counted. */
export async function listExperiments(tx: Tx, workspaceId: number, list: ActivityList): Promise<ActivityPage> {
  const bindings = createBindings();
  const conditions = [`e.workspace_id = ${bindings.bind(workspaceId)}`];
  if (list.view !== "all") conditions.push(`e.lifecycle_stage = ${bindings.bind(list.view)}`);
  if (list.search !== "") conditions.push(`strpos(lower(e.name), lower(${bindings.bind(list.search)})) > 0`);
  if (list.after) conditions.push(afterPosition(terms, list.after, bindings));
  const rows = await tx.rows<ActivityRow>(
    `WITH page AS MATERIALIZED (
       SELECT e.*, last.start_time AS last_run_time${sortColumns(terms)} FROM experiment e
       LEFT JOIN LATERAL (SELECT max(r.start_time) AS start_time FROM run r WHERE ${runsOf}) AS last ON true
       WHERE ${conditions.join(" AND ")} ORDER BY ${orderClause(terms)} LIMIT ${bindings.bind(list.limit + 1)}
     ), runs AS MATERIALIZED (
       SELECT r.experiment_id, r.lifecycle_stage, count(*) AS total, count(*) FILTER (WHERE r.status = 'RUNNING') AS running
       FROM run r WHERE r.workspace_id = $1 AND r.experiment_id = ANY(ARRAY(SELECT id FROM page)) GROUP BY r.experiment_id, r.lifecycle_stage
     )
     SELECT ${experimentColumns}, e.last_run_time, e.s0, e.s1, COALESCE(runs.total, 0) AS run_count, COALESCE(runs.running, 0) AS running_count,
       COALESCE(owner.name, e.created_by) AS owner, best.best,
       stored.artifact_bytes + stored.point_bytes AS storage_bytes
     FROM page e
     LEFT JOIN runs ON runs.experiment_id = e.id AND runs.lifecycle_stage = e.lifecycle_stage
     LEFT JOIN experiment_storage stored ON stored.workspace_id = e.workspace_id AND stored.experiment_id = e.id
     LEFT JOIN access_actor owner ON owner.actor_id = e.created_by
     LEFT JOIN LATERAL (${bestRun}) AS best ON true
     ORDER BY e.s0 DESC, e.s1 DESC`,
    bindings.values,
  );
  const page = rows.slice(0, list.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > list.limit && last ? positionOf(terms, last) : undefined };
}

// The experiment says itself which metric it is about, and which way is better.
const bestRun = `
  SELECT json_build_object('key', k.name, 'value', m.last_value, 'runId', r.run_id) AS best
  FROM experiment_tag metric
  JOIN metric_key k ON k.workspace_id = e.workspace_id AND k.name = metric.value
  JOIN run r ON ${runsOf}
  JOIN metric_summary m ON m.workspace_id = e.workspace_id AND m.run_key = r.key AND m.key_id = k.id AND m.last_value <> 'NaN'
  LEFT JOIN experiment_tag direction ON direction.workspace_id = e.workspace_id AND direction.experiment_id = e.id
    AND direction.key = 'mlflow.experiment.primaryMetric.greaterIsBetter'
  WHERE metric.workspace_id = e.workspace_id AND metric.experiment_id = e.id AND metric.key = 'mlflow.experiment.primaryMetric.name'
  ORDER BY m.last_value * CASE WHEN lower(direction.value) = 'false' THEN 1 ELSE -1 END, r.start_time DESC, r.run_id
  LIMIT 1`;
