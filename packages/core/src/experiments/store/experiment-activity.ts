import type { ViewType } from "@plumbline/contracts/experiments/experiment";
import type { MetricNumber } from "@plumbline/contracts/experiments/metric";
import type { Tx } from "@plumbline/db";
import { createBindings } from "./bindings.ts";
import { type ExperimentRow, experimentColumns } from "./experiments.ts";
import { afterPosition, orderClause, positionOf, type SortTerm, sortColumns } from "./sort.ts";

export interface ActivityRow extends ExperimentRow {
  readonly run_count: number;
  readonly running_count: number;
  readonly last_run_time: number | null;
  readonly owner: string;
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
     )
     SELECT ${experimentColumns}, e.last_run_time, e.s0, e.s1, runs.total AS run_count, runs.running AS running_count,
       COALESCE(owner.name, e.created_by) AS owner, best.best
     FROM page e
     LEFT JOIN access_actor owner ON owner.actor_id = e.created_by
     CROSS JOIN LATERAL (SELECT count(*) AS total, count(*) FILTER (WHERE r.status = 'RUNNING') AS running FROM run r WHERE ${runsOf}) AS runs
     LEFT JOIN LATERAL (${bestRun}) AS best ON true
     ORDER BY e.s0 DESC, e.s1 DESC`,
    bindings.values,
  );
  const page = rows.slice(0, list.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > list.limit && last ? positionOf(terms, last) : undefined };
}

const tagOf = (key: string): string =>
  `(SELECT t.value FROM experiment_tag t WHERE t.workspace_id = e.workspace_id AND t.experiment_id = e.id AND t.key = '${key}')`;

// The experiment says itself which metric it is about, and which way is better.
const bestRun = `
  SELECT json_build_object('key', k.name, 'value', m.last_value, 'runId', r.run_id) AS best
  FROM metric_key k
  JOIN run r ON ${runsOf}
  JOIN metric_summary m ON m.workspace_id = e.workspace_id AND m.run_key = r.key AND m.key_id = k.id AND m.last_value <> 'NaN'
  WHERE k.workspace_id = e.workspace_id AND k.name = ${tagOf("mlflow.experiment.primaryMetric.name")}
  ORDER BY m.last_value * CASE WHEN lower(${tagOf("mlflow.experiment.primaryMetric.greaterIsBetter")}) = 'false' THEN 1 ELSE -1 END, r.start_time DESC, r.run_id
  LIMIT 1`;
