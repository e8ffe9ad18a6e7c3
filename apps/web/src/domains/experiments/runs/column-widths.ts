import type { Run } from "@plumbline/contracts/experiments/run";
import { printColumn, type RunColumn } from "./columns.ts";

const narrowest = 84;
const widest = 220;
const headerMargin = 26;
const headerLetter = 7;
const cellMargin = 24;
const cellLetter = 7.2;
const sampled = 100;

/** How many letters the longest value of each column of params or tags has, in the first rows. */
export function longestTexts(rows: readonly Pick<Run, "params" | "tags">[], columns: readonly RunColumn[]): Record<string, number> {
  const texts = columns.filter(({ kind }) => kind === "param" || kind === "tag");
  const longestOf = (column: RunColumn) => Math.max(0, ...rows.slice(0, sampled).map((row) => (textOf(row, column) ?? "").length));
  return Object.fromEntries(texts.map((column) => [printColumn(column), longestOf(column)]));
}

export function textOf(run: Pick<Run, "params" | "tags">, { kind, key }: RunColumn): string | undefined {
  return (kind === "param" ? run.params : run.tags).find((item) => item.key === key)?.value;
}

/** As wide as the header and the values need, within limits. */
export function widthFor(label: string, longest = 0): number {
  const needed = Math.max(headerMargin + label.length * headerLetter, cellMargin + longest * cellLetter);
  return Math.round(Math.min(widest, Math.max(narrowest, needed)));
}
