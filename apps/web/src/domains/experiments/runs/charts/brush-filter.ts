import { parseFilter } from "@plumbline/contracts/query/filter";
import { printName, printText } from "@plumbline/contracts/query/print";
import { parseColumn, type RunColumn } from "../columns.ts";

export interface Brushed {
  column: string;
  from: number;
  to: number;
  /** The texts of the column that lie in the brush, where it is one of texts. */
  words: readonly string[];
}

const mostWords = 200;

/** What a pointer can tell apart. */
export const roundEnd = (value: number): number => Number(value.toPrecision(6));

/** The condition of the filter language that keeps what a brush keeps; undefined where the language has none. */
export function brushFilter({ column, from, to, words }: Brushed): string | undefined {
  const parsed = parseColumn(column);
  const name = parsed && parsed.kind !== "attribute" ? printName(parsed.kind, parsed.key, "runs") : undefined;
  if (!parsed || name === undefined) return undefined;
  const condition = parsed.kind === "metric" ? rangeOf(figureName(parsed, name), from, to) : listOf(name, words);
  return condition !== undefined && parseFilter(condition, "runs").ok ? condition : undefined;
}

function figureName(column: Extract<RunColumn, { kind: "metric" }>, name: string): string {
  return column.aggregate === "last" ? name : `${name}.${column.aggregate}`;
}

const rangeOf = (name: string, from: number, to: number): string => `${name} >= ${roundEnd(from)} AND ${name} <= ${roundEnd(to)}`;

/** A param is a text, whatever it looks like: a range of it is the list of those that lie in it. */
function listOf(name: string, words: readonly string[]): string | undefined {
  const texts = words.slice(0, mostWords).map(printText);
  if (texts.length === 0 || words.length > mostWords || texts.includes(undefined)) return undefined;
  return texts.length === 1 ? `${name} = ${texts[0]}` : `${name} IN (${texts.join(", ")})`;
}

/** The texts of a column within a brush of its axis, each once. */
export function wordsWithin(
  values: readonly (number | string | undefined)[],
  { from, to, names }: { from: number; to: number; names: readonly string[] | undefined },
): string[] {
  const isIn = (value: number | string | undefined) => {
    if (value === undefined) return false;
    return names ? names.includes(String(value)) : Number(value) >= from && Number(value) <= to;
  };
  return [...new Set(values.filter(isIn).map(String))];
}
