import { requireSameLength } from "../columns.ts";
import { StatsError } from "../stats-error.ts";

/** Null without rows. */
export interface MulticlassMetrics {
  readonly rows: number;
  /** Of all rows, those whose class was predicted. */
  readonly accuracy: number | null;
  /** Mean of the classes' F1, each class weighing the same; over the classes that occur as label or prediction. */
  readonly macroF1: number | null;
}

/**
 * Metrics of predicted classes. Both columns hold class codes from 0 up of one list of names (encodeCategories gives them); a negative code is a
 * StatsError: leave out rows without a label. Same definition as scikit-learn's f1_score(average="macro"). O(n + classes).
 */
export function multiclassMetrics(actual: Int32Array, predicted: Int32Array): MulticlassMetrics {
  requireSameLength({ actual, predicted });
  const rows = actual.length;
  const classes = 1 + Math.max(highestCode("actual", actual), highestCode("predicted", predicted));
  if (rows === 0) return { rows, accuracy: null, macroF1: null };
  const right = new Float64Array(classes);
  const named = new Float64Array(classes);
  let correct = 0;
  for (let row = 0; row < rows; row++) {
    const label = actual[row] ?? 0;
    const guess = predicted[row] ?? 0;
    named[label] = (named[label] ?? 0) + 1;
    named[guess] = (named[guess] ?? 0) + 1;
    if (label !== guess) continue;
    right[label] = (right[label] ?? 0) + 1;
    correct += 1;
  }
  const scores = Array.from(named, (count, code) => (count === 0 ? null : (2 * (right[code] ?? 0)) / count)).filter((f1) => f1 !== null);
  return { rows, accuracy: correct / rows, macroF1: scores.reduce((sum, f1) => sum + f1, 0) / scores.length };
}

/** Codes index arrays, so a stray one must not make the arrays huge. */
const mostClasses = 100_000;

function highestCode(name: string, codes: Int32Array): number {
  let highest = -1;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? 0;
    if (code < 0 || code >= mostClasses)
      throw new StatsError(`column "${name}" holds ${code} in row ${row}: class codes are whole numbers from 0 to ${mostClasses - 1}`);
    highest = Math.max(highest, code);
  }
  return highest;
}
