import type { Run } from "@plumbline/contracts/experiments/run";
import { isSystemMetric } from "../run/run-facts.ts";
import type { RunColumn } from "./columns.ts";

/** So many runs are drawn where nobody chose. */
export const shownRuns = 5;
/** The table's first page has the last of them. */
export const drawnChoices = [shownRuns, 10, 20, 50, 100, 200] as const;
const shownKeys = 6;
const mostSelected = 500;

/** The metrics whose curves stand beside the table: those of its columns, or the first there are. */
export function chartedKeys(columns: readonly RunColumn[], known: readonly string[]): string[] {
  const chosen = columns.flatMap((column) => (column.kind === "metric" ? [column.key] : []));
  const keys = chosen.length > 0 ? chosen : known.filter((key) => !isSystemMetric(key));
  return [...new Set(keys)].slice(0, shownKeys);
}

/** The runs that are drawn: those selected; else the first of the table, passing over what has nothing to draw. */
export function chartedRuns<Row extends Pick<Run, "runId" | "metrics">>(
  rows: readonly Row[],
  { selected, keys, most }: { selected: ReadonlySet<string>; keys: readonly string[]; most: number },
): readonly Row[] {
  if (selected.size > 0) return rows.filter(({ runId }) => selected.has(runId)).slice(0, mostSelected);
  const drawable = rows.filter(({ metrics }) => metrics.some(({ key }) => keys.includes(key)));
  return (drawable.length > 0 ? drawable : rows).slice(0, most);
}
