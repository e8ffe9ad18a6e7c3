import type { GroupOrder, RunFigure } from "@plumbline/contracts/experiments/group-runs";
import type { MetricNumber } from "@plumbline/contracts/experiments/metric";
import type { RunGrouping } from "@plumbline/contracts/experiments/run-group";
import type { Tx } from "@plumbline/db";
import {
  afterPosition,
  type Bindings,
  createBindings,
  floatTerms,
  missingTextTerms,
  orderClause,
  positionOf,
  type SortTerm,
  sortColumns,
} from "../../kernel/index.ts";
import { parentTag } from "../run-group.ts";
import { metricKeyId } from "./run-filter.ts";
import { type RunSelection, selectionConditions } from "./run-selection.ts";

export interface GroupFigureRow {
  /** Which of the figures asked for, from 1 on. */
  readonly ordinal: number;
  readonly runs: number;
  /** In units of `sumScale`. */
  readonly scaled_sum: MetricNumber;
  readonly min: MetricNumber;
  readonly max: MetricNumber;
  readonly min_run: string;
  readonly max_run: string;
}

export interface GroupRow {
  readonly value: string | null;
  readonly digest: string | null;
  readonly title: string | null;
  readonly runs: number;
  readonly latest: number;
  readonly group_count: number;
  readonly is_partial: boolean;
  readonly figures: readonly GroupFigureRow[] | null;
}

interface GroupSearch extends RunSelection {
  readonly grouping: RunGrouping;
  readonly figures: readonly RunFigure[];
  readonly order: GroupOrder;
  readonly isDescending: boolean;
  readonly limit: number;
  readonly after: readonly unknown[] | undefined;
  /** Runs that are grouped, the newest first, and groups that are listed. */
  readonly limits: { readonly runs: number; readonly groups: number };
}

/** Values of any size add up in units of so many without overflow. */
export const sumScale = 2 ** 20;
/** Below it a value counts as none in a sum: scaled down, it would underflow. */
const leastSummed = 1e-280;

/** One page of groups with their figures. Each run is looked up by its key, so that the cost is the matching runs times the columns asked for. */
export async function groupRuns(tx: Tx, workspaceId: number, search: GroupSearch) {
  const bindings = createBindings();
  const workspaceSql = `${bindings.bind(workspaceId)}::int`;
  const terms = orderTerms(search);
  const rows = await tx.rows<GroupRow>(
    `WITH chosen AS MATERIALIZED (${chosenSql(search, workspaceSql, bindings)}),
     grouped_runs AS MATERIALIZED (SELECT * FROM chosen WHERE rank <= ${search.limits.runs}),
     grouped AS MATERIALIZED (SELECT m.*, ${nameSql} AS name FROM (${groupedSql(search.grouping, workspaceSql, bindings)}) AS m),
     g AS (SELECT grouped.value, grouped.digest, grouped.name, count(*)::int AS runs, max(grouped.start_time) AS latest${orderedSql(search.order, { workspaceSql, bindings })} GROUP BY grouped.value, grouped.digest, grouped.name),
     ranked AS (SELECT g.*, count(*) OVER ()::int AS group_count, row_number() OVER (ORDER BY ${orderClause(terms)}) AS place${sortColumns(terms)} FROM g),
     page AS MATERIALIZED (
       SELECT * FROM ranked g WHERE place <= ${search.limits.groups}${search.after ? ` AND ${afterPosition(terms, search.after, bindings)}` : ""}
       ORDER BY place LIMIT ${bindings.bind(search.limit + 1)}
     )
     SELECT page.*, (SELECT count(*) > ${search.limits.runs} FROM chosen) AS is_partial, ${titleSql(search.grouping, workspaceSql)} AS title, f.figures
     FROM page LEFT JOIN (${figuresSql(search.figures, { workspaceSql, bindings })}) AS f ON f.of_place = page.place ORDER BY page.place`,
    bindings.values,
  );
  const page = rows.slice(0, search.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > search.limit && last ? positionOf(terms, last) : undefined };
}

function chosenSql(search: GroupSearch, workspaceSql: string, bindings: Bindings): string {
  const conditions = selectionConditions(search, { workspaceSql, bindings });
  return `SELECT r.key, r.run_id, r.start_time, r.status, r.user_id, row_number() OVER (ORDER BY r.start_time DESC, r.run_id) AS rank
    FROM run r WHERE ${conditions.join(" AND ")} ORDER BY r.start_time DESC, r.run_id LIMIT ${search.limits.runs + 1}`;
}

/** One text for each group, also for the runs without a value. */
const nameSql = `COALESCE('=' || m.value, '') || chr(31) || COALESCE(m.digest, '')`;

const runs = "SELECT c.key, c.run_id, c.start_time";

/** Each run with its group; OFFSET keeps PostgreSQL from joining the tables whole. */
function groupedSql(grouping: RunGrouping, workspaceSql: string, { bind }: Bindings): string {
  const ofRun = `x.workspace_id = ${workspaceSql} AND x.run_key = c.key`;
  const keyed = (table: string, key: string) =>
    `${runs}, v.value, NULL::text AS digest FROM grouped_runs c
     LEFT JOIN LATERAL (SELECT x.value FROM ${table} x WHERE ${ofRun} AND x.key = ${bind(key)} OFFSET 0) v ON true`;
  switch (grouping.by) {
    case "param":
      return keyed("run_param", grouping.key);
    case "tag":
      return keyed("run_tag", grouping.key);
    case "parent":
      return keyed("run_tag", parentTag);
    case "dataset":
      return `${runs}, v.name AS value, v.digest FROM grouped_runs c LEFT JOIN LATERAL (
        SELECT d.name, d.digest FROM run_input x JOIN logged_dataset d ON d.workspace_id = ${workspaceSql} AND d.id = x.dataset_id
        WHERE ${ofRun} OFFSET 0) v ON true`;
    case "status":
    case "user":
      return `${runs}, ${grouping.by === "status" ? "c.status" : "NULLIF(c.user_id, '')"} AS value, NULL::text AS digest FROM grouped_runs c`;
  }
}

const figureColumns: Readonly<Record<RunFigure["figure"], string>> = {
  last: "x.last_value",
  first: "x.first_value",
  min: "x.min",
  max: "x.max",
  mean: "CASE WHEN x.numeric_count > 0 THEN x.sum / x.numeric_count END",
  count: "x.count::float8",
};

interface Statement {
  readonly workspaceSql: string;
  readonly bindings: Bindings;
}

const scaled = (sql: string): string => `CASE WHEN abs(${sql}) < ${leastSummed} THEN 0 ELSE ${sql} / ${sumScale} END`;

/** The aggregate that groups are ordered by, with the rows to group. */
function orderedSql(order: GroupOrder, { workspaceSql, bindings }: Statement): string {
  if (order.by !== "figure") return " FROM grouped";
  const aggregate = order.of === "mean" ? `sum(${scaled("f.value")}) / count(f.value)` : `${order.of}(f.value)`;
  return `, CASE WHEN count(f.value) > 0 THEN ${aggregate} END AS ordered FROM grouped LEFT JOIN LATERAL (
    SELECT NULLIF(${figureColumns[order.figure]}, 'NaN') AS value FROM metric_summary x
    WHERE x.workspace_id = ${workspaceSql} AND x.run_key = grouped.key AND x.key_id = ${metricKeyId(order.key, workspaceSql, bindings)} OFFSET 0) f ON true`;
}

function orderTerms({ order, isDescending }: GroupSearch): SortTerm[] {
  const direction = isDescending ? "desc" : "asc";
  const rest: SortTerm[] = [
    ...missingTextTerms("g.value", "asc"),
    // Long values are told apart by more than they are sorted by.
    { sql: "md5(g.name)", direction: "asc", type: "text" },
  ];
  if (order.by === "value") return [...missingTextTerms("g.value", direction), ...rest.slice(-1)];
  if (order.by === "figure") return [...floatTerms("g.ordered", direction), ...rest];
  return [{ sql: `g.${order.by}`, direction, type: "bigint" }, ...rest];
}

const titleSql = ({ by }: RunGrouping, workspaceSql: string): string =>
  by === "parent" ? `(SELECT p.name FROM run p WHERE p.workspace_id = ${workspaceSql} AND p.run_id = page.value)` : "NULL::text";

/** Of each group of the page, by its place: what its runs have of each figure, and which of them the least and the greatest. */
function figuresSql(figures: readonly RunFigure[], { workspaceSql, bindings }: Statement): string {
  if (figures.length === 0) return "SELECT NULL::bigint AS of_place, NULL::json AS figures WHERE false";
  const parts = figures.map(
    ({ key, figure }, at) => `SELECT m.place, ${at + 1} AS ordinal, m.run_id, m.start_time, f.value FROM listed m, LATERAL (
      SELECT NULLIF(${figureColumns[figure]}, 'NaN') AS value FROM metric_summary x
      WHERE x.workspace_id = ${workspaceSql} AND x.run_key = m.key AND x.key_id = ${metricKeyId(key, workspaceSql, bindings)} OFFSET 0) f
    WHERE f.value IS NOT NULL`,
  );
  return `WITH listed AS MATERIALIZED (SELECT page.place, m.key, m.run_id, m.start_time FROM grouped m JOIN page USING (name))
    SELECT place AS of_place, json_agg(to_json(s)) AS figures FROM (
      SELECT place, ordinal, count(*)::int AS runs, sum(${scaled("value")}) AS scaled_sum, min(value) AS min, max(value) AS max,
        (array_agg(run_id ORDER BY value, start_time DESC, run_id))[1] AS min_run,
        (array_agg(run_id ORDER BY value DESC, start_time DESC, run_id))[1] AS max_run
      FROM (${parts.join(" UNION ALL ")}) AS figure GROUP BY place, ordinal) AS s GROUP BY place`;
}
