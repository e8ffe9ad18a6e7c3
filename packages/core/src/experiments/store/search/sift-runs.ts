import { blockRuns } from "../ranked-blocks.ts";
import { notHot, type Steps, type Walk } from "./candidate-walk.ts";
import type { MeasuredConjunct } from "./measure-conjuncts.ts";
import type { Narrowing } from "./narrow-runs.ts";
import { type RankedField, rankedField } from "./ranked-fields.ts";
import { hasRanked } from "./ranked-rows.ts";
import type { SearchSql } from "./search-sql.ts";
import { newestFirst } from "./sifted-field.ts";
import { walkSifted } from "./walk-ranked.ts";

interface Sift {
  /** What the order begins with. */
  readonly field: RankedField;
  readonly narrowing: Narrowing;
  /** Whether they are wanted at all. */
  readonly condition: string;
}

/**
 * The runs of the rarest conjunct, sorted by what their numbers say, of which no more are looked at than the page needs. All that are left come
 * where too few have a number of the order.
 */
export function siftSteps(walk: Omit<Walk, "entriesMax">, sift: Sift): Steps {
  const { of, limitSql } = walk;
  const { field, narrowing, condition } = sift;
  const order = walk.order.length === 0 ? [newestFirst] : walk.order;
  const asked = narrowing.asked.filter((conjunct) => !isNumeric(conjunct));
  const narrow = (key: string) => asked.map((conjunct) => hasRanked(key, of, conjunct));
  const { equal, beyond } = walkSifted({ ...walk, order, narrow, entriesMax: null }, field) ?? {};
  const best = [
    ...(equal === undefined ? [] : [{ name: "equals", sql: equal }]),
    ...(beyond === undefined ? [] : [{ name: "best", sql: beyond }]),
  ];
  const isShort = beyond === undefined ? [condition] : [condition, `(SELECT count(*) FROM best) < ${limitSql}`];
  const rest = { name: "rest", sql: `SELECT d.run_key FROM sifted AS d WHERE ${[...isShort, ...narrow("d.run_key")].join(" AND ")}` };
  return [{ name: "sifted", sql: siftedRows(of, sift), isAside: true }, ...best, rest];
}

/** Without bounds it asks for a value, which may be one that blocks do not tell from none. */
const isNumeric = ({ field, comparisons }: MeasuredConjunct): boolean =>
  field.table === "ranked_number" && comparisons.some(({ valueType }) => valueType !== "none");

/** Runs of the first set that are not hot and whose numbers match, with the order's and the start. NaN stands for none. */
function siftedRows(of: SearchSql, { field, narrowing, condition }: Sift): string {
  const [, ...others] = narrowing.gathered;
  const blocks = siftedBlocks(of);
  const start = rankedField(newestFirst);
  const value = blocks.numberOf(field);
  const startTime = start ? blocks.numberOf(start) : "NULL";
  const numeric = [...others, ...narrowing.asked].filter(isNumeric);
  const matching = numeric.flatMap((conjunct) => conjunct.bounds(blocks.numberOf(conjunct.field), of.bindings));
  const sets = others.filter((conjunct) => !isNumeric(conjunct)).map((conjunct) => narrowing.inSet("d.run_key", conjunct));
  const conditions = [condition, ...sets];
  return `SELECT s.run_key, COALESCE(${value}, 'NaN'::float8) AS value, ${startTime} AS start_time FROM (
    SELECT unnest(g.keys) AS run_key${blocks.columns()} FROM (
      SELECT d.run_key / ${blockRuns} AS block, array_agg(d.run_key) AS keys FROM set0 AS d WHERE ${conditions.join(" AND ")} GROUP BY 1 OFFSET 0
    ) AS g ${blocks.joins()} OFFSET 0
  ) AS s WHERE ${[...matching, notHot("s.run_key")].join(" AND ")}`;
}

/** The blocks of the fields that are asked for, each once, beside the runs `s` of block `g`. */
function siftedBlocks(of: SearchSql) {
  const fields = new Map<string, RankedField>();
  const aliases = () => [...fields.keys()].map((_name, index) => `n${index}`);
  const joinOf = (field: RankedField, alias: string): string =>
    `LEFT JOIN LATERAL (SELECT b.numbers FROM ranked_block b
       WHERE b.workspace_id = ${of.workspaceSql} AND b.field = ${field.sql(of)} AND b.block = g.block OFFSET 0) AS ${alias} ON true`;
  return {
    numberOf(field: RankedField): string {
      fields.set(field.name, field);
      return `s.n${[...fields.keys()].indexOf(field.name)}[s.run_key % ${blockRuns} + 1]`;
    },
    columns: () =>
      aliases()
        .map((alias) => `, ${alias}.numbers AS ${alias}`)
        .join(""),
    joins: () => [...fields.values()].map((field, index) => joinOf(field, `n${index}`)).join(" "),
  };
}
