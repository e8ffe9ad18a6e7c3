import { type Bindings, compareInteger } from "../../../kernel/index.ts";
import { isPlainAfterFirst, notHot, type RowsFrom, rowsFrom, type Steps, stagesOf, stepsOf, type Walk } from "./candidate-walk.ts";

interface StartRows {
  readonly direction: "asc" | "desc";
  /** Conditions on `run r` that the index knows. */
  readonly bounds?: readonly string[];
  /** Others, beside those of the search. */
  readonly conditions?: readonly string[];
  /** Only as many as are wanted, or all. */
  readonly isLimited: boolean;
}

/** Runs of experiment `x` by their start, by the index of each stage. */
export function runsByStart(walk: Walk, { direction, bounds = [], conditions = [], isLimited }: StartRows): string {
  const by = `ORDER BY r.start_time ${direction}`;
  const limit = isLimited ? `${by} FETCH FIRST ${walk.limitSql} ROWS WITH TIES` : "";
  const stages = stagesOf(walk.view).map(
    (stage) => `(${runsOfStage(walk, { stage, bounds, by: isLimited ? by : "", conditions })} ${limit})`,
  );
  return stages.join(" UNION ALL ");
}

interface StageRows {
  readonly stage: string;
  readonly bounds: readonly string[];
  /** The order in which so many are looked at as the walk may; all where there is none. */
  readonly by: string;
  readonly conditions?: readonly string[];
}

function runsOfStage(walk: Walk, { stage, bounds, by, conditions = [] }: StageRows): string {
  const { of, conjuncts, filterSql, entriesMax } = walk;
  const own = conjuncts
    .filter(({ field }) => field.name === "attributes.start_time")
    .flatMap(({ comparisons }) => comparisons.flatMap((comparison) => startBounds(comparison, of.bindings)));
  const inIndex = [`r.workspace_id = ${of.workspaceSql}`, "r.experiment_id = x.id", `r.lifecycle_stage = '${stage}'`, ...own, ...bounds];
  const looked = by === "" ? "OFFSET 0" : `${by} ${entriesMax === null ? "OFFSET 0" : `FETCH FIRST ${entriesMax} ROWS WITH TIES`}`;
  // As a value of its own, the filter is reckoned for one run at a time: PostgreSQL would rather hash all rows of its tables.
  const rest = [notHot("r.key"), ...walk.narrow("r.key"), ...conditions, `(SELECT ${filterSql}) IS TRUE`];
  return `SELECT r.key AS run_key FROM (SELECT r.* FROM run r WHERE ${inIndex.join(" AND ")} ${looked}) AS r WHERE ${rest.join(" AND ")}`;
}

type Comparison = Walk["conjuncts"][number]["comparisons"][number];

const startBounds = (comparison: Comparison, bindings: Bindings): string[] =>
  comparison.valueType === "number" || comparison.valueType === "numbers" || comparison.valueType === "range"
    ? [compareInteger("r.start_time", comparison, bindings)]
    : [];

/** The walk of an order that begins with the start, or of none, which is the newest first. */
export function walkByStart(walk: Walk): Steps {
  const direction = walk.order[0]?.direction ?? "desc";
  return stepsOf(walk, [direction === "desc" && isPlainAfterFirst(walk.order) ? newestRows(walk) : startRows(walk, direction)]);
}

/** The order of every list is that of the index, to the last. */
function newestRows(walk: Walk): RowsFrom {
  const { of, after, limitSql } = walk;
  const start = after && `${of.bindings.bind(after[0])}::bigint`;
  const bounds = after ? [`r.start_time <= ${start}`, `(r.start_time < ${start} OR r.run_id > ${of.bindings.bind(after[1])}::text)`] : [];
  const by = "ORDER BY r.start_time DESC, r.run_id";
  const stages = stagesOf(walk.view).map((stage) => `(${runsOfStage(walk, { stage, bounds, by })} ${by} LIMIT ${limitSql})`);
  return { equal: undefined, beyond: stages.join(" UNION ALL "), among: asksNothing(walk) ? newestExperiments(walk, bounds) : undefined };
}

const asksNothing = ({ filterSql }: Walk): boolean => filterSql === "true";

/** Where every run is wanted, each experiment's newest one is: those with the newest of these have all runs of the page. */
function newestExperiments({ of, view, limitSql }: Walk, bounds: readonly string[]): string {
  const newest = stagesOf(view).map((stage) => {
    const conditions = [`r.workspace_id = ${of.workspaceSql}`, "r.experiment_id = y.id", `r.lifecycle_stage = '${stage}'`, ...bounds];
    return `(SELECT r.start_time FROM run r WHERE ${conditions.join(" AND ")} ORDER BY r.start_time DESC, r.run_id LIMIT 1)`;
  });
  return `(SELECT y.id FROM unnest(${of.experimentsSql}) AS y(id) CROSS JOIN LATERAL (SELECT GREATEST(${newest.join(", ")}) AS start_time OFFSET 0) AS n
    WHERE n.start_time IS NOT NULL ORDER BY n.start_time DESC FETCH FIRST ${limitSql} ROWS WITH TIES) AS x`;
}

function startRows(walk: Walk, direction: "asc" | "desc"): RowsFrom {
  const start = walk.after && `${walk.of.bindings.bind(walk.after[0])}::bigint`;
  const beyond = direction === "asc" ? ">" : "<";
  const onward = start === undefined ? undefined : { equal: [`r.start_time = ${start}`], beyond: [`r.start_time ${beyond} ${start}`] };
  return rowsFrom(onward, (bounds, isLimited) => runsByStart(walk, { direction, bounds, isLimited }));
}
