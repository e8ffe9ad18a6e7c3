import { type BinaryColumn, type NumberColumn, requireBinary, requireFinite, requireSameLength } from "../columns.ts";
import { type RankedRows, rankedAuc, rankedKs, rankRows } from "./ranked-rows.ts";

/** How well scores order the rows; each is null unless both classes occur (average precision: unless a positive row occurs). */
export interface RankingMetrics {
  /**
   * Area under the ROC curve: the chance that a random positive row scores higher than a random negative one, ties counting one half. It is
   * Mann–Whitney's U / (positives · negatives). Hanley and McNeil, Radiology 143 (1982).
   */
  readonly rocAuc: number | null;
  /** Sum over thresholds of (recall step · precision), without interpolation: scikit-learn's average_precision_score. */
  readonly averagePrecision: number | null;
  /** Kolmogorov–Smirnov: the largest distance between the score distributions of the two classes, 0 to 1; the largest |TPR - FPR|. */
  readonly ks: number | null;
}

/** Ranking metrics of scores (any finite scale, higher means more likely positive) for rows of class 0 or 1. O(n log n). */
export function rankingMetrics(actual: BinaryColumn, scores: NumberColumn): RankingMetrics {
  requireSameLength({ actual, scores });
  requireBinary("actual", actual);
  requireFinite("scores", scores);
  const ranked = rankRows(actual, scores);
  const once = new Uint32Array(actual.length).fill(1);
  const positives = actual.reduce((sum, value) => sum + value, 0);
  const hasBoth = positives > 0 && positives < actual.length;
  return {
    rocAuc: hasBoth ? rankedAuc(ranked, once) : null,
    averagePrecision: positives > 0 ? averagePrecision(ranked, positives) : null,
    ks: hasBoth ? rankedKs(ranked, once) : null,
  };
}

function averagePrecision({ order, isLastOfTie, positiveMask }: RankedRows, positives: number): number {
  let sum = 0;
  let found = 0;
  let foundBefore = 0;
  for (let place = order.length - 1; place >= 0; place--) {
    found -= positiveMask[place] ?? 0;
    const isTieDone = place === 0 || isLastOfTie[place - 1] === 1;
    if (!isTieDone) continue;
    sum += ((found - foundBefore) * found) / (order.length - place);
    foundBefore = found;
  }
  return sum / positives;
}
