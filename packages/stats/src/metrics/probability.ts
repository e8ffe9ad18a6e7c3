import { type BinaryColumn, type NumberColumn, requireBinary, requireProbability, requireSameLength } from "../columns.ts";
import { StatsError } from "../stats-error.ts";

/** How well predicted probabilities agree with what happened; each is null without rows. */
export interface ProbabilityMetrics {
  /** Mean negative log-likelihood, in nats; see rowLogLoss. */
  readonly logLoss: number | null;
  /** Mean squared distance between probability and outcome, 0 to 1. Brier, Monthly Weather Review 78 (1950). */
  readonly brier: number | null;
  /** Expected calibration error; see calibrationBins. */
  readonly expectedCalibrationError: number | null;
  /** Calibration in the large: mean predicted probability minus observed rate, -1 to 1. */
  readonly calibrationGap: number | null;
}

/** One bin of a calibration curve. Means are null where the bin has no rows. */
export interface CalibrationBin {
  /** The bin holds probabilities above `above` and up to `upTo`; the first also holds 0. */
  readonly above: number;
  readonly upTo: number;
  readonly rows: number;
  readonly meanPredicted: number | null;
  readonly observedRate: number | null;
}

/** Metrics of probabilities (0 to 1, else a StatsError) for rows of class 0 or 1; `bins` is as in calibrationBins. O(n). */
export function probabilityMetrics(actual: BinaryColumn, probabilities: NumberColumn, bins = 10): ProbabilityMetrics {
  const curve = calibrationBins(actual, probabilities, bins);
  const rows = actual.length;
  if (rows === 0) return { logLoss: null, brier: null, expectedCalibrationError: null, calibrationGap: null };
  let loss = 0;
  let square = 0;
  let gap = 0;
  for (let row = 0; row < rows; row++) {
    const outcome = actual[row] ?? 0;
    const probability = probabilities[row] ?? 0;
    loss += rowLogLoss(outcome, probability);
    square += (probability - outcome) ** 2;
    gap += probability - outcome;
  }
  const distances = curve.map((bin) => bin.rows * Math.abs((bin.meanPredicted ?? 0) - (bin.observedRate ?? 0)));
  return {
    logLoss: loss / rows,
    brier: square / rows,
    expectedCalibrationError: distances.reduce((sum, distance) => sum + distance, 0) / rows,
    calibrationGap: gap / rows,
  };
}

/**
 * -ln of the probability given to what happened (`outcome` 1 or 0), in nats. Probabilities are first held at least 2^-52 away from 0 and 1, as
 * scikit-learn's log_loss does for 64-bit floats: a wrong certainty costs 36.04 and no more.
 */
export function rowLogLoss(outcome: number, probability: number): number {
  const held = Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON);
  return -Math.log(outcome === 1 ? held : 1 - held);
}

/**
 * The calibration curve over bins of equal width (default 10; a whole number from 1 to 1000, else a StatsError). The expected calibration error is the
 * mean over rows of the distance between a bin's mean probability and its observed rate. Naeini, Cooper and Hauskrecht, AAAI 2015; Guo et al., "On
 * calibration of modern neural networks", ICML 2017. A value on an edge belongs to the bin below, as in scikit-learn's calibration_curve.
 */
export function calibrationBins(actual: BinaryColumn, probabilities: NumberColumn, bins = 10): CalibrationBin[] {
  requireSameLength({ actual, probabilities });
  requireBinary("actual", actual);
  requireProbability("probabilities", probabilities);
  if (!Number.isInteger(bins) || bins < 1 || bins > 1000)
    throw new StatsError(`there are ${bins} bins: give a whole number from 1 to 1000`);
  const counts = new Float64Array(bins);
  const predicted = new Float64Array(bins);
  const observed = new Float64Array(bins);
  for (let row = 0; row < actual.length; row++) {
    const probability = probabilities[row] ?? 0;
    const bin = binOf(probability, bins);
    counts[bin] = (counts[bin] ?? 0) + 1;
    predicted[bin] = (predicted[bin] ?? 0) + probability;
    observed[bin] = (observed[bin] ?? 0) + (actual[row] ?? 0);
  }
  return Array.from(counts, (rows, bin) => ({
    above: edge(bin, bins),
    upTo: edge(bin + 1, bins),
    rows,
    meanPredicted: rows === 0 ? null : (predicted[bin] ?? 0) / rows,
    observedRate: rows === 0 ? null : (observed[bin] ?? 0) / rows,
  }));
}

/** Edges are rounded as numpy's linspace rounds them: 0.1 · 3 is above 0.3. */
const edge = (index: number, bins: number): number => (index === bins ? 1 : index * (1 / bins));

function binOf(probability: number, bins: number): number {
  const bin = Math.min(Math.max(Math.ceil(probability * bins) - 1, 0), bins - 1);
  if (bin > 0 && probability <= edge(bin, bins)) return bin - 1;
  return bin < bins - 1 && probability > edge(bin + 1, bins) ? bin + 1 : bin;
}
