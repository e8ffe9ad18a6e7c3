import type { Json } from "@duckdb/node-api";
import { batchesOf } from "./batches.ts";
import type { Engine } from "./engine.ts";
import type { ProfiledColumn } from "./summarize-columns.ts";

const binCount = 20;
const maxRowsForExactQuantiles = 100_000;
// The engine takes longer than linear time to plan a statement.
const batchSize = 10;
const levels = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Over a column's finite values. */
export interface NumberProfile {
  readonly notANumberCount: number;
  readonly infiniteCount: number;
  readonly mean: number;
  /** Of a sample (n - 1). Null with fewer than two values, or where it is beyond what a double holds. */
  readonly standardDeviation: number | null;
  readonly quantiles: { readonly p5: number; readonly p25: number; readonly p50: number; readonly p75: number; readonly p95: number };
  /** Tables of up to 100,000 rows; others have estimates (t-digest). */
  readonly areQuantilesExact: boolean;
  /** Twenty bins of equal width, the last one with its upper end; one bin where all values are alike. */
  readonly histogram: { readonly from: number; readonly to: number; readonly counts: readonly number[] };
}

interface Spread {
  readonly column: ProfiledColumn;
  readonly from: number;
  readonly to: number;
  /** A power of two near the largest magnitude: dividing by it is exact, and moments of what results cannot overflow. */
  readonly scale: number;
  /** Half a bin's width; halves do not overflow where the whole range would. */
  readonly halfWidth: number;
}

/** Profiles by column id; a column without finite values has none. */
export async function profileNumbers(
  engine: Engine,
  { rowCount, columns }: { rowCount: number; columns: readonly ProfiledColumn[] },
): Promise<Map<string, NumberProfile>> {
  const isExact = rowCount <= maxRowsForExactQuantiles;
  const spreads = columns.filter(({ min }) => min !== null).map(spreadOf);
  const profiles = new Map<string, NumberProfile>();
  for (const batch of batchesOf(spreads, batchSize)) {
    const expressions = batch.flatMap((spread, index) => expressionsOf(spread, { first: index * 3 + 1, isExact }));
    const values = batch.flatMap(({ scale, from, halfWidth }) => [scale, from, halfWidth || 1]);
    const finite = batch.map(({ column }) => `${finiteOf(column)} AS f_${column.id}`);
    const source = `(SELECT *, ${finite.join(", ")} FROM typed)`;
    const [row = []] = await engine.rows(`SELECT ${expressions.join(", ")} FROM ${source}`, values);
    for (const [index, spread] of batch.entries()) {
      profiles.set(spread.column.id, profileOf(spread, row.slice(index * 6, index * 6 + 6), isExact));
    }
  }
  return profiles;
}

function spreadOf(column: ProfiledColumn): Spread {
  const from = Number(column.min);
  const to = Number(column.max);
  const magnitude = Math.max(Math.abs(from), Math.abs(to));
  return { column, from, to, scale: magnitude > 0 ? 2 ** Math.floor(Math.log2(magnitude)) : 1, halfWidth: (to / 2 - from / 2) / binCount };
}

function finiteOf({ id, type }: ProfiledColumn): string {
  const value = `CAST(${id} AS DOUBLE)`;
  return type === "integer" ? value : `CASE WHEN isfinite(${value}) THEN ${value} END`;
}

function expressionsOf({ column }: Spread, { first, isExact }: { first: number; isExact: boolean }): string[] {
  const value = `f_${column.id}`;
  const [scale, from, halfWidth] = [first, first + 1, first + 2].map((index) => `$${index}`);
  const bin = `least(${binCount - 1}, greatest(0, CAST(floor((${value} / 2 - ${from} / 2) / ${halfWidth}) AS INTEGER)))`;
  const isWhole = column.type === "integer";
  return [
    isWhole ? "0" : `count_if(isnan(CAST(${column.id} AS DOUBLE)))`,
    isWhole ? "0" : `count_if(isinf(CAST(${column.id} AS DOUBLE)))`,
    `avg(${value} / ${scale})`,
    `stddev_samp(${value} / ${scale})`,
    `${isExact ? "quantile_cont" : "approx_quantile"}(${value}, [${levels.join(", ")}])`,
    `histogram(CASE WHEN ${value} IS NOT NULL THEN ${bin} END)`,
  ];
}

function profileOf({ from, to, scale, halfWidth }: Spread, row: readonly Json[], isExact: boolean): NumberProfile {
  const [notANumber, infinite, mean, deviation, quantiles, bins] = row;
  const standardDeviation = typeof deviation === "number" ? deviation * scale : Number.NaN;
  const [p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0] = listOf(quantiles).map((quantile) => clamp(Number(quantile), from, to));
  return {
    notANumberCount: Number(notANumber),
    infiniteCount: Number(infinite),
    mean: clamp(Number(mean) * scale, from, to),
    standardDeviation: Number.isFinite(standardDeviation) ? standardDeviation : null,
    quantiles: { p5, p25, p50, p75, p95 },
    areQuantilesExact: isExact,
    histogram: { from, to, counts: countsOf(listOf(bins), halfWidth > 0 ? binCount : 1) },
  };
}

const listOf = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? json : []);

/** Estimates and roundings do not leave the range. */
const clamp = (value: number, from: number, to: number): number => Math.min(to, Math.max(from, value));

function countsOf(bins: readonly Json[], length: number): number[] {
  const counts = new Array<number>(length).fill(0);
  for (const bin of bins) {
    if (bin === null || typeof bin !== "object" || Array.isArray(bin)) continue;
    const index = Math.min(Number(bin.key), length - 1);
    counts[index] = (counts[index] ?? 0) + Number(bin.value);
  }
  return counts;
}
