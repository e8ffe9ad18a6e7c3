import { isPlainAfterFirst, notHot, type Onward, type RowsFrom, rowsFrom, type Steps, stepsOf, type Walk } from "./candidate-walk.ts";
import { rankedRows } from "./indexed-conjuncts.ts";
import type { RankedField } from "./ranked-fields.ts";
import { hasRanked } from "./ranked-rows.ts";
import { runsByStart } from "./walk-newest.ts";

interface RankedWalk extends Walk {
  readonly field: RankedField;
  readonly position: Position | undefined;
  /** Whether its rows are those that were sifted, not those of an index. */
  readonly isSifted?: boolean;
}

/** Where the page begins: among numbers or texts, NaN, or runs without a value. */
interface Position {
  readonly rank: number;
  readonly value: unknown;
  readonly start: unknown;
}

/**
 * The walk of an order that begins with a ranked field: values in their direction, then NaN, then the runs without a value, each
 * begun only where the page is not full. Runs that stand equal in what the walk knows of the order all come, also beyond the page.
 */
export function walkRanked(walk: Walk, field: RankedField): Steps {
  const position = positionIn(walk, field);
  const left = partsOf(walk, field).filter(({ rank }) => rank >= (position?.rank ?? 0));
  const rows = left.map((part) => part.rows({ ...walk, field, position: part.rank === position?.rank ? position : undefined }));
  return stepsOf(walk, rows);
}

/** The same walk along the values of runs that were sifted; undefined where the page begins beyond the values. */
export function walkSifted(walk: Walk, field: RankedField): RowsFrom | undefined {
  const position = positionIn(walk, field);
  if (position && position.rank > 0) return undefined;
  // An order by the start has no other in it.
  const at = position && field.name === "attributes.start_time" ? { ...position, start: undefined } : position;
  return valueRows({ ...walk, field, position: at, isSifted: true });
}

interface Part {
  /** As the order's first term has it. */
  readonly rank: number;
  readonly rows: (walk: RankedWalk) => RowsFrom;
}

/**
 * What an order by the field consists of. Where the filter is about the field itself, a run without a value does not match, nor does NaN
 * where it compares; where something takes over from the walk, it finds both.
 */
function partsOf({ conjuncts, entriesMax }: Walk, field: RankedField): Part[] {
  const values = { rank: 0, rows: valueRows };
  if (entriesMax !== null || !field.canBeMissing) return [values];
  const own = conjuncts.find((conjunct) => conjunct.field.name === field.name);
  const canMatchNan = field.canBeNan && (own?.comparisons.every(({ valueType }) => valueType === "none") ?? true);
  const parts = canMatchNan ? [values, { rank: 1, rows: nanRows }] : [values];
  return own ? parts : [...parts, { rank: field.canBeNan ? 2 : 1, rows: missingRows }];
}

function positionIn({ after, order }: Walk, field: RankedField): Position | undefined {
  if (!after) return undefined;
  const [rank, value, start] = field.canBeMissing ? after : [0, ...after];
  return { rank: Number(rank), value, start: isPlainAfterFirst(order) ? start : undefined };
}

/** By value, and where nothing else was asked by the start. */
function valueRows(walk: RankedWalk): RowsFrom {
  const { of, field, order, conjuncts } = walk;
  const value = `e.${field.column}`;
  const own = conjuncts.filter((conjunct) => conjunct.field.name === field.name).flatMap(({ bounds }) => bounds(value, of.bindings));
  const numbers = field.canBeNan || walk.isSifted ? [`${value} < 'NaN'::float8`] : [];
  const by = `ORDER BY ${value} ${directionOf(walk)}${isPlainAfterFirst(order) ? ", e.start_time DESC" : ""}`;
  return rowsFrom(valueOnward(walk, value), (conditions, isLimited) =>
    rankedOnes(walk, { bounds: [...numbers, ...own, ...conditions], by: isLimited ? by : "" }),
  );
}

const directionOf = ({ order }: Walk): "asc" | "desc" => order[0]?.direction ?? "asc";

function valueOnward(walk: RankedWalk, value: string): Onward | undefined {
  const { field, position, of } = walk;
  if (!position) return undefined;
  const { bind } = of.bindings;
  const bound = field.table === "ranked_number" ? `${bind(String(position.value))}::float8` : `${bind(position.value)}::text`;
  const isUp = directionOf(walk) === "asc";
  if (position.start === undefined) return { equal: [`${value} = ${bound}`], beyond: [`${value} ${isUp ? ">" : "<"} ${bound}`] };
  const start = `${bind(position.start)}::bigint`;
  const beyond = isUp
    ? [`${value} >= ${bound}`, `(${value} > ${bound} OR e.start_time < ${start})`]
    : [`(${value}, e.start_time) < (${bound}, ${start})`];
  return { equal: [`${value} = ${bound}`, `e.start_time = ${start}`], beyond };
}

function nanRows(walk: RankedWalk): RowsFrom {
  const by = isPlainAfterFirst(walk.order) ? "ORDER BY e.start_time DESC" : "";
  return rowsFrom(startOnward(walk, "e.start_time"), (conditions, isLimited) =>
    rankedOnes(walk, { bounds: ["e.value = 'NaN'::float8", ...conditions], by: isLimited ? by : "" }),
  );
}

function missingRows(walk: RankedWalk): RowsFrom {
  const conditions = [`NOT ${hasRanked("r.key", walk.of, { field: walk.field })}`];
  return rowsFrom(startOnward(walk, "r.start_time"), (bounds, isLimited) =>
    runsByStart(walk, { direction: "desc", bounds, conditions, isLimited: isLimited && isPlainAfterFirst(walk.order) }),
  );
}

function startOnward({ position, of }: RankedWalk, column: string): Onward | undefined {
  if (!position) return undefined;
  // All of them stand equal: which are beyond the position, the walk cannot tell.
  if (position.start === undefined) return { equal: [], beyond: ["false"] };
  const start = `${of.bindings.bind(position.start)}::bigint`;
  return { equal: [`${column} = ${start}`], beyond: [`${column} < ${start}`] };
}

interface RankedRows {
  /** Conditions that the index knows. */
  readonly bounds: readonly string[];
  /** The order in which those are looked at that are wanted; all are where there is none. */
  readonly by: string;
}

/** Rows of the field in experiment `x` whose runs match and are not hot. What is dear is asked in the order of the index, until the page is full. */
function rankedOnes(walk: RankedWalk, { bounds, by }: RankedRows): string {
  const { of, field, view, filterSql, limitSql, entriesMax, isSifted = false } = walk;
  const stage = view === "all" ? [] : [`r.lifecycle_stage = '${view}'`];
  const run = [`r.workspace_id = ${of.workspaceSql}`, ...stage, filterSql].join(" AND ");
  const inIndex = isSifted ? bounds : [...rankedRows("e", of, { field }), "e.experiment_id = x.id", ...bounds];
  const looked = by === "" ? "OFFSET 0" : `${by} ${entriesMax === null ? "OFFSET 0" : `FETCH FIRST ${entriesMax} ROWS WITH TIES`}`;
  const conditions = [
    ...walk.narrow("e.run_key"),
    ...(isSifted ? [] : [notHot("e.run_key")]),
    `(EXISTS (SELECT FROM run r WHERE r.key = e.run_key AND ${run} OFFSET 0)) IS TRUE`,
  ];
  const table = isSifted ? "sifted" : field.table;
  const rows = `SELECT e.run_key FROM (SELECT e.run_key, e.${field.column}, e.start_time FROM ${table} e WHERE ${inIndex.join(" AND ")} ${looked}) AS e
    WHERE ${conditions.join(" AND ")}`;
  return by === "" ? rows : `${rows} ${by} FETCH FIRST ${limitSql} ROWS WITH TIES`;
}
