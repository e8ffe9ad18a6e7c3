import { columnWords } from "../runs/charts/panel-words.ts";
import type { KeyRow } from "./key-rows.ts";

const mostAxes = 7;
/** More words than this on one axis cannot be read. */
const mostWords = 24;
const longestWord = 40;

/** The axes where nobody chose: differing params, those that go along with the metric first, and the metric last. */
export function defaultAxes(rows: readonly KeyRow[], lead: KeyRow | undefined, correlations: ReadonlyMap<string, number>): string[] {
  const strength = (row: KeyRow) => Math.abs(correlations.get(row.id) ?? 0);
  const params = rows
    .filter((row) => row.kind === "param" && row.isDiffering && isDrawable(row))
    .sort((one, other) => strength(other) - strength(one))
    .slice(0, mostAxes - 1);
  const metrics = rows.filter((row) => row.kind === "metric" && row.isDiffering && row !== lead).slice(0, Math.max(0, 2 - params.length));
  return [...params, ...metrics, ...(lead ? [lead] : [])].map(({ id }) => id);
}

function isDrawable({ values }: KeyRow): boolean {
  const known = values.filter((value) => value !== undefined && value !== "");
  return (
    known.every((value) => !Number.isNaN(Number(value))) ||
    (new Set(known).size <= mostWords && known.every((value) => String(value).length <= longestWord))
  );
}

/** What a chart can draw of the runs: everything in which they differ. */
export const axisChoices = (rows: readonly KeyRow[]): { value: string; label: string }[] =>
  rows
    .filter(({ isDiffering }) => isDiffering)
    .map(({ id, label, kind }) => ({ value: id, label: kind === "metric" ? label : `${label} (${kind})` }));

/** What an axis is called: a metric with its figure, where that is not the last. */
export const axisWords = (row: KeyRow): string => (row.kind === "metric" || row.kind === "system" ? columnWords(row.id) : row.label);
