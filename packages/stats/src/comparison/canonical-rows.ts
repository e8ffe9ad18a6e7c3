import type { NumberColumn } from "../columns.ts";

/** The same rows for two models. */
export interface PairedRows {
  /** What happened: 0 or 1 for metrics of classifiers, any number for mae, rmse and r2. */
  readonly actual: NumberColumn;
  /** What the champion answered for each row: a score, a probability or a number, as the metric asks. */
  readonly champion: NumberColumn;
  /** What the candidate answered for each row. */
  readonly candidate: NumberColumn;
}

export interface CanonicalRows {
  readonly actual: NumberColumn;
  readonly first: NumberColumn;
  readonly second: NumberColumn;
  /** Whether `first` is the candidate. */
  readonly isSwapped: boolean;
}

/**
 * The rows in an order, and the models in roles, that only the contents decide: the order in which rows were read and the question which model is
 * called champion then change nothing about the resamples of a seed. O(n log n).
 */
export function canonicalRows({ actual, champion, candidate }: PairedRows): CanonicalRows {
  const straight = sortRows({ actual, first: champion, second: candidate });
  const swapped = sortRows({ actual, first: candidate, second: champion });
  const isSwapped = compare(straight, swapped) > 0;
  return { ...(isSwapped ? swapped : straight), isSwapped };
}

type Rows = Omit<CanonicalRows, "isSwapped">;

function sortRows({ actual, first, second }: Rows): Rows {
  const order = Uint32Array.from(actual, (_, row) => row).sort(
    (left, right) =>
      (actual[left] ?? 0) - (actual[right] ?? 0) || (first[left] ?? 0) - (first[right] ?? 0) || (second[left] ?? 0) - (second[right] ?? 0),
  );
  const inOrder = (column: NumberColumn): NumberColumn => Float64Array.from(order, (row) => column[row] ?? 0);
  return { actual: inOrder(actual), first: inOrder(first), second: inOrder(second) };
}

function compare(left: Rows, right: Rows): number {
  for (let row = 0; row < left.actual.length; row++) {
    const difference = (left.first[row] ?? 0) - (right.first[row] ?? 0) || (left.second[row] ?? 0) - (right.second[row] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
