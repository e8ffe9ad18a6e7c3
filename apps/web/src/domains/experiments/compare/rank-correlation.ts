import { type KeyRow, type Value, valueAt } from "./key-rows.ts";

/** With fewer pairs a correlation says nothing. */
const fewestPairs = 5;

/**
 * Spearman's rank correlation of two rows over the runs, equal values sharing their mean rank. Undefined where
 * fewer than five runs have a number in both, or where one of them is the same in all of those.
 */
export function rankCorrelation(one: KeyRow, other: KeyRow, runs: readonly number[]): number | undefined {
  const pairs = runs.flatMap((run) => {
    const [left, right] = [numberOf(valueAt(one, run)), numberOf(valueAt(other, run))];
    return left === undefined || right === undefined ? [] : [[left, right] as const];
  });
  if (pairs.length < fewestPairs) return undefined;
  return pearson(ranksOf(pairs.map(([left]) => left)), ranksOf(pairs.map(([, right]) => right)));
}

/** A number, or a param that reads as one. */
export function numberOf(value: Value): number | undefined {
  if (value === undefined || (typeof value === "string" && value.trim() === "")) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  let start = 0;
  while (start < order.length) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let at = start; at <= end; at += 1) ranks[order[at] ?? 0] = (start + end) / 2;
    start = end + 1;
  }
  return ranks;
}

function pearson(left: readonly number[], right: readonly number[]): number | undefined {
  const mean = (left.length - 1) / 2;
  let [product, ofLeft, ofRight] = [0, 0, 0];
  for (const [at, value] of left.entries()) {
    const [x, y] = [value - mean, (right[at] ?? 0) - mean];
    product += x * y;
    ofLeft += x * x;
    ofRight += y * y;
  }
  return ofLeft === 0 || ofRight === 0 ? undefined : product / Math.sqrt(ofLeft * ofRight);
}
