import type { Run } from "@plumbline/contracts/experiments/run";
import { isSystemMetric } from "../run/run-facts.ts";
import type { RunColumn } from "./columns.ts";

const shownRuns = 5;
const shownKeys = 6;
/** One request reads the curves of so many runs. */
const mostRuns = 100;

/** The metrics whose curves stand beside the table: those of its columns, or the first there are. */
export function chartedKeys(columns: readonly RunColumn[], known: readonly string[]): string[] {
  const chosen = columns.flatMap((column) => (column.kind === "metric" ? [column.key] : []));
  const keys = chosen.length > 0 ? chosen : known.filter((key) => !isSystemMetric(key));
  return [...new Set(keys)].slice(0, shownKeys);
}

/** The runs that are drawn: those selected; else the first of the table, passing over what has nothing to draw. */
export function chartedRuns<Row extends Pick<Run, "runId" | "metrics">>(
  rows: readonly Row[],
  { selected, keys }: { selected: ReadonlySet<string>; keys: readonly string[] },
): readonly Row[] {
  if (selected.size > 0) return rows.filter(({ runId }) => selected.has(runId)).slice(0, mostRuns);
  const drawable = rows.filter(({ metrics }) => metrics.some(({ key }) => keys.includes(key)));
  return (drawable.length > 0 ? drawable : rows).slice(0, shownRuns);
}
