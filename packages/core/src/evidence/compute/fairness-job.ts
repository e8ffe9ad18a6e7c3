import { assessFairness, type FairnessAssessment, StatsError } from "@plumbline/stats";

export interface FairnessJob {
  readonly kind: "fairness";
  /** 0 or 1; NaN where it is missing. */
  readonly predicted: Float64Array;
  /** Indexes of the labels; -1 where the attribute is missing. */
  readonly codes: Int32Array;
  readonly labels: readonly string[];
  readonly actual: Float64Array | null;
  readonly scores: Float64Array | null;
  readonly reference: string | null;
  readonly minGroup: number;
  readonly selectionRatio: number;
  readonly seed: number;
}

export interface FairnessResult {
  readonly assessment: FairnessAssessment;
  readonly rows: number;
  /** Rows that lack the decision, the outcome or the score. */
  readonly leftOut: number;
}

export function runFairnessJob(job: FairnessJob): FairnessResult {
  const { predicted, codes, actual, scores } = job;
  const columns = [predicted, ...(actual ? [actual] : []), ...(scores ? [scores] : [])];
  const kept = Uint32Array.from(predicted.keys()).filter((row) => columns.every((column) => !Number.isNaN(column[row] ?? Number.NaN)));
  if (kept.length === 0) throw new StatsError("no row has a value in all columns");
  const numbers = (column: Float64Array): Float64Array => Float64Array.from(kept, (row) => column[row] ?? Number.NaN);
  const binary = (name: string, column: Float64Array): Uint8Array => {
    const odd = numbers(column).find((value) => value !== 0 && value !== 1);
    if (odd !== undefined) throw new StatsError(`the column of the ${name} holds ${odd}: each value must be 0 or 1`);
    return Uint8Array.from(numbers(column));
  };
  const assessment = assessFairness(
    {
      predicted: binary("prediction", predicted),
      group: { codes: Int32Array.from(kept, (row) => codes[row] ?? -1), names: job.labels },
      ...(actual ? { actual: binary("label", actual) } : {}),
      ...(scores ? { scores: numbers(scores) } : {}),
    },
    {
      seed: job.seed,
      minGroupRows: job.minGroup,
      limits: { selectionRatioMin: job.selectionRatio },
      reference: job.reference === null ? { by: "largest" } : { by: "name", name: job.reference },
    },
  );
  return { assessment, rows: kept.length, leftOut: predicted.length - kept.length };
}
