import { compareModels, type ModelComparison, type PairedMetric, StatsError } from "@plumbline/stats";

export interface ChampionJob {
  readonly kind: "champion";
  /** NaN where a value is missing. */
  readonly actual: Float64Array;
  readonly champion: Float64Array;
  readonly candidate: Float64Array;
  /** The one that was asked for. */
  readonly metric: PairedMetric;
  readonly margin: number;
  readonly seed: number;
}

export interface ChampionResult {
  /** The metric that was asked for comes first; others follow where the columns allow them. */
  readonly comparisons: readonly ModelComparison[];
  readonly rows: number;
  /** Rows that lack one of the three values. */
  readonly leftOut: number;
  readonly resamples: number;
}

/** Rows that resamples draw altogether, for one metric: large tables are resampled less often, where intervals are narrow anyway. */
const drawsMax = 200_000_000;
/** Other metrics are compared on so many rows at most: each takes a minute or more beyond. */
export const rowsOfOthersMax = 1_000_000;
const resamplesRange = { least: 200, most: 2000 } as const;

const ofRegression: readonly PairedMetric[] = ["rmse", "mae", "r2"];
const ofScores: readonly PairedMetric[] = ["auc", "ks"];
const ofProbabilities: readonly PairedMetric[] = ["auc", "ks", "logLoss", "brier", "accuracy", "f1"];

export const resamplesFor = (rows: number): number =>
  Math.min(resamplesRange.most, Math.max(resamplesRange.least, Math.floor(drawsMax / rows)));

export function runChampionJob(job: ChampionJob, tell: (progress: number) => void): ChampionResult {
  const rows = completeRows(job);
  const count = rows.actual.length;
  if (count === 0) throw new StatsError("no row has a value in all three columns");
  const resamples = resamplesFor(count);
  const metrics = [job.metric, ...metricsBeside(job.metric, rows)];
  const comparisons = metrics.map((metric, index) => {
    const compared = compareModels(rows, { metric, seed: job.seed, margin: job.margin, resamples });
    tell((index + 1) / metrics.length);
    return compared;
  });
  return { comparisons, rows: count, leftOut: job.actual.length - count, resamples };
}

type Rows = Pick<ChampionJob, "actual" | "champion" | "candidate">;

function completeRows({ actual, champion, candidate }: Rows): Rows {
  const isComplete = (row: number): boolean => ![actual[row], champion[row], candidate[row]].some((value) => Number.isNaN(value));
  const kept = Uint32Array.from(actual.keys()).filter(isComplete);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(kept, (row) => column[row] ?? Number.NaN);
  return kept.length === actual.length
    ? { actual, champion, candidate }
    : { actual: pick(actual), champion: pick(champion), candidate: pick(candidate) };
}

/** Other metrics of the same family that these columns have. */
export function metricsBeside(asked: PairedMetric, { champion, candidate }: Pick<Rows, "champion" | "candidate">): PairedMetric[] {
  if (champion.length > rowsOfOthersMax) return [];
  const isProbability = (column: Float64Array): boolean => column.every((value) => value >= 0 && value <= 1);
  const family = ofRegression.includes(asked)
    ? ofRegression
    : isProbability(champion) && isProbability(candidate)
      ? ofProbabilities
      : ofScores;
  return family.filter((metric) => metric !== asked);
}
