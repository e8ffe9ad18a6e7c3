import { type KeyRow, type Value, valueAt } from "./key-rows.ts";
import { type Verdict, verdictOf } from "./metric-direction.ts";

/** What a run has in a row, beside what the baseline has. */
export interface RowCell {
  value: Value;
  /** Of two numbers of a metric: how far it is from the baseline's. */
  change: number | undefined;
  /** The same as a share of the baseline's size; undefined where that is zero. */
  relative: number | undefined;
  verdict: Verdict | undefined;
  isAsBaseline: boolean;
}

export function cellOf(row: KeyRow, run: number, baseline: number): RowCell {
  const value = valueAt(row, run);
  const base = valueAt(row, baseline);
  const isMetric = row.kind === "metric" || row.kind === "system";
  const change = isMetric && run !== baseline ? changeOf(value, base) : undefined;
  return {
    value,
    change,
    relative: change !== undefined && typeof base === "number" && base !== 0 ? change / Math.abs(base) : undefined,
    verdict: change === undefined ? undefined : verdictOf(change, row.direction),
    isAsBaseline: Object.is(value, base),
  };
}

function changeOf(value: Value, base: Value): number | undefined {
  if (typeof value !== "number" || typeof base !== "number") return undefined;
  return Number.isFinite(value) && Number.isFinite(base) ? value - base : undefined;
}

/** The run that did best in a metric; undefined where none has a number, or nothing says which way is better. */
export function bestRun(row: KeyRow, runs: readonly number[]): number | undefined {
  if (row.direction === undefined) return undefined;
  const sign = row.direction === "high" ? 1 : -1;
  let best: { run: number; merit: number } | undefined;
  for (const run of runs) {
    const value = valueAt(row, run);
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    if (best === undefined || value * sign > best.merit) best = { run, merit: value * sign };
  }
  return best?.run;
}
