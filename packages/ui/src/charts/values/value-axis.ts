import { type Axis, axisOf, namesAxis } from "../scene/axis.ts";

/** What a run has for an axis: a number, or a text such as a param that is none. */
export type Value = number | string | undefined;

export interface ValueAxis {
  axis: Axis;
  /** Where a value stands; undefined where it has no place. */
  place: (value: Value) => number | undefined;
}

export interface ValueAxisOptions {
  isLog?: boolean;
  margin?: number;
}

/** Numbers where every value is one, else a place for each word. A log axis has no place for zeros. */
export function valueAxis(values: readonly Value[], options: ValueAxisOptions = {}): ValueAxis {
  const known = values.filter((value) => value !== undefined && value !== "");
  const numbers = known.map(Number);
  if (known.every((value) => isNumeric(value))) {
    const axis = axisOf(numbers, options);
    return { axis, place: (value) => numberPlace(value, options.isLog ?? false) };
  }
  const names = [...new Set(known.map(String))].sort(byNumberThenName);
  const places = new Map(names.map((name, at) => [name, at]));
  return { axis: namesAxis(names), place: (value) => (value === undefined ? undefined : places.get(String(value))) };
}

const isNumeric = (value: Value): boolean =>
  typeof value === "number" || (typeof value === "string" && value.trim() !== "" && !Number.isNaN(Number(value)));

function numberPlace(value: Value, isLog: boolean): number | undefined {
  if (value === undefined || value === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) && (!isLog || number > 0) ? number : undefined;
}

/** Numbers by size before words by the alphabet. */
function byNumberThenName(one: string, other: string): number {
  const [left, right] = [Number(one), Number(other)];
  if (!(Number.isNaN(left) || Number.isNaN(right))) return left - right;
  if (Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
  return one.localeCompare(other);
}
