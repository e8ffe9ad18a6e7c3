import type { BinaryColumn, NumberColumn } from "../columns.ts";

/** Rows of two classes in the order of their scores: sorted once, then summed for any number of weightings. */
export interface RankedRows {
  /** Row numbers by ascending score. */
  readonly order: Uint32Array;
  /** By place in the order: 1 where the next place has a higher score or there is none. */
  readonly isLastOfTie: Uint8Array;
  /** By place in the order: -1 (all bits set) for a positive row, else 0. */
  readonly positiveMask: Int32Array;
}

/** O(n log n). */
export function rankRows(actual: BinaryColumn, scores: NumberColumn): RankedRows {
  const order = Uint32Array.from(scores, (_, row) => row).sort((left, right) => (scores[left] ?? 0) - (scores[right] ?? 0));
  return {
    order,
    isLastOfTie: Uint8Array.from(order, (row, place) =>
      place + 1 < order.length && scores[order[place + 1] ?? 0] === scores[row] ? 0 : 1,
    ),
    positiveMask: Int32Array.from(order, (row) => -(actual[row] ?? 0)),
  };
}

/**
 * Area under the ROC curve of the rows, each counted as often as `counts` says by row number: pairs of a positive and a negative row in which the
 * positive scores higher, a tie counting one half, by all such pairs. NaN unless both classes are counted. O(n), without sorting.
 */
export function rankedAuc({ order, isLastOfTie, positiveMask }: RankedRows, counts: Uint32Array): number {
  let positives = 0;
  let negatives = 0;
  let tiedPositives = 0;
  let tiedNegatives = 0;
  let pairsWon = 0;
  for (let place = 0; place < order.length; place++) {
    const count = counts[order[place] ?? 0] ?? 0;
    const positive = count & (positiveMask[place] ?? 0);
    tiedPositives += positive;
    tiedNegatives += count - positive;
    if (isLastOfTie[place] === 0) continue;
    pairsWon += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    tiedPositives = 0;
    tiedNegatives = 0;
  }
  return pairsWon / (positives * negatives);
}

/**
 * Kolmogorov–Smirnov distance between the two classes' scores, the rows counted as in rankedAuc. NaN unless both classes are counted. O(n).
 */
export function rankedKs(rows: RankedRows, counts: Uint32Array): number {
  const { order, isLastOfTie, positiveMask } = rows;
  const { positives, negatives } = classTotals(rows, counts);
  if (positives === 0 || negatives === 0) return Number.NaN;
  let positivesBelow = 0;
  let negativesBelow = 0;
  let largest = 0;
  for (let place = 0; place < order.length; place++) {
    const count = counts[order[place] ?? 0] ?? 0;
    const positive = count & (positiveMask[place] ?? 0);
    positivesBelow += positive;
    negativesBelow += count - positive;
    if (isLastOfTie[place] === 1) largest = Math.max(largest, Math.abs(positivesBelow / positives - negativesBelow / negatives));
  }
  return largest;
}

function classTotals({ order, positiveMask }: RankedRows, counts: Uint32Array): { positives: number; negatives: number } {
  let total = 0;
  let positives = 0;
  for (let place = 0; place < order.length; place++) {
    const count = counts[order[place] ?? 0] ?? 0;
    total += count;
    positives += count & (positiveMask[place] ?? 0);
  }
  return { positives, negatives: total - positives };
}
