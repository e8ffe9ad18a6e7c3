import type { Cell, ColumnProfile, ColumnType } from "@plumbline/contracts/datasets/profile";
import { formatCount, formatNumber } from "@plumbline/ui/format/number";

export const typeWords: Record<ColumnType, string> = {
  integer: "integer",
  number: "number",
  boolean: "yes or no",
  text: "text",
  timestamp: "instant",
  date: "date",
  other: "nested",
};

/** A value in a table: numbers in four significant digits, everything else as it is. */
export function cellText(value: Cell): string {
  if (value === null) return "missing";
  return typeof value === "number" ? formatNumber(value) : String(value);
}

/** A share of rows: never 0 % where there is one, never 100 % where one lacks. */
export function shareText(part: number, whole: number): string {
  if (whole === 0 || part === 0) return "0 %";
  const percent = (100 * part) / whole;
  if (part < whole && percent > 99.9) return "> 99.9 %";
  if (percent < 0.1) return "< 0.1 %";
  return `${percent.toFixed(percent >= 10 || percent === 100 ? 0 : 1)} %`;
}

export const distinctText = ({ distinctCount, isDistinctExact }: ColumnProfile): string =>
  `${isDistinctExact ? "" : "about "}${formatCount(distinctCount ?? 0)}`;

const shownTop = 3;

export const topText = (values: readonly { value: Cell }[]): string =>
  values
    .slice(0, shownTop)
    .map(({ value }) => cellText(value))
    .join(", ");

/** The ends of a histogram's bins. */
export function binEnds({
  from,
  to,
  counts,
}: {
  from: number;
  to: number;
  counts: readonly number[];
}): { from: number; to: number; count: number }[] {
  const at = (index: number) => from + (to / counts.length - from / counts.length) * index;
  return counts.map((count, index) => ({ from: at(index), to: index === counts.length - 1 ? to : at(index + 1), count }));
}
