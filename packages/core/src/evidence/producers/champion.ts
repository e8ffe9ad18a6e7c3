import type { Evidence, EvidenceVerdict } from "@plumbline/contracts/evidence/evidence";
import { isHigherBetter, type ModelComparison, type PairedMetric, StatsError } from "@plumbline/stats";
import { AppError, workspaceOf } from "../../kernel/index.ts";
import { championOf } from "../../registry/index.ts";
import type { ChampionResult } from "../compute/champion-job.ts";
import { compute } from "../compute/run-in-thread.ts";
import { findVersionByRef, type VersionSubject } from "../store/evidence.ts";
import { readShare, readUploadedRows, seedOf } from "./uploaded-rows.ts";
import type { Found, Work } from "./work.ts";

type Input = Work<"champion">["input"];

/** Compares the version with the champion by their answers for the same rows. */
export async function compareWithChampion(work: Work<"champion">): Promise<Found> {
  const { input, tell, signal } = work;
  const champion = await findChampion(work);
  if (!champion) return noChampion(input);
  const { uploadId, label, candidate, champion: answers } = input;
  if (uploadId === undefined || label === undefined || candidate === undefined || answers === undefined) {
    throw new AppError(
      "conflict",
      `Version ${champion.version} became the champion meanwhile: ask again, with a table of the answers of both.`,
    );
  }
  const columns = [label, candidate, answers].map((name) => ({ name, as: "number" as const }));
  const rows = await readUploadedRows(work, { uploadId, columns });
  tell(readShare, "Comparing");
  const result = await compute(
    {
      kind: "champion",
      actual: rows.numbers(label),
      champion: rows.numbers(answers),
      candidate: rows.numbers(candidate),
      metric: statsNameOf(input.metric),
      margin: input.margin,
      seed: seedOf(rows.sha256),
    },
    { signal, onProgress: (share) => tell(readShare + (1 - readShare) * share, "Comparing") },
  ).catch((error: unknown) => Promise.reject(inTheirWords(error, { actual: label, champion: answers, candidate })));
  const [asked] = result.comparisons;
  if (!asked) throw new Error("nothing was compared");
  return {
    title: `Comparison with the champion, version ${champion.version}`,
    verdict: verdictOf(asked),
    summary: summaryOf(asked, { input, champion }),
    values: valuesOf(result, { input, champion }),
    method: {
      tool: "plumbline",
      test: "paired percentile bootstrap of the difference of one metric on the same rows",
      confidence: 0.95,
      resamples: result.resamples,
      seed: seedOf(rows.sha256),
      thresholdOfAccuracyAndF1: 0.5,
      columns: { label, candidate, champion: answers },
    },
    inputs: [
      { kind: "predictions", name: rows.name, digest: rows.sha256 },
      { kind: "model-version", name: `champion: ${champion.model}/${champion.version}`, digest: champion.digest?.toString("hex") ?? null },
      ...(input.dataset === undefined ? [] : [{ kind: "dataset", name: input.dataset, digest: null }]),
    ],
    report: { rows: result.rows, leftOut: result.leftOut, comparisons: result.comparisons.map(reportOf) },
  };
}

/** The table's own names in place of those of the arithmetic. */
const inTheirWords = (error: unknown, names: Readonly<Record<string, string>>): unknown =>
  error instanceof StatsError
    ? new StatsError(
        error.message.replace(/^column "(\w+)"/, (all, name: string) => (names[name] === undefined ? all : `column "${names[name]}"`)),
      )
    : error;

const findChampion = ({ read, subject }: Work<"champion">): Promise<VersionSubject | undefined> =>
  read(async (ctx) => {
    const version = await championOf(ctx, subject.model_key);
    if (version === undefined) return;
    if (version === subject.version) {
      throw new AppError("conflict", "This version became the champion meanwhile: there is nothing to compare it with.");
    }
    return findVersionByRef(ctx.tx, workspaceOf(ctx).id, `${subject.model_key}/${version}`);
  });

function noChampion({ metric, margin, dataset }: Input): Found {
  return {
    title: "Comparison with the champion",
    verdict: "info",
    summary: "The model has no champion yet: there is nothing to compare with.",
    // No other rows could have been used, so that the first version of a model can pass.
    values: { metric, verdict: "no_champion", margin, same_dataset: true, ...(dataset === undefined ? {} : { dataset }) },
    method: { tool: "plumbline", looked: "at the alias champion of the model" },
    inputs: dataset === undefined ? [] : [{ kind: "dataset", name: dataset, digest: null }],
  };
}

const statsNameOf = (metric: Input["metric"]): PairedMetric => (metric === "log_loss" ? "logLoss" : metric);
const nameOf = (metric: PairedMetric): Input["metric"] => (metric === "logLoss" ? "log_loss" : metric);

const verdicts = { better: "pass", equivalent: "pass", worse: "fail", inconclusive: "inconclusive" } as const;
const verdictOf = (asked: ModelComparison): EvidenceVerdict =>
  asked.withoutInterval === "too-few-rows" ? "insufficient" : verdicts[asked.verdict];

function valuesOf(result: ChampionResult, { input, champion }: { input: Input; champion: VersionSubject }): Evidence["values"] {
  const [asked, ...others] = result.comparisons;
  const values: Record<string, Evidence["values"][string]> = {
    metric: input.metric,
    margin: input.margin,
    // Both answered the rows of one table.
    same_dataset: true,
    rows: result.rows,
    left_out: result.leftOut,
    champion_version: champion.version,
    ...(input.dataset === undefined ? {} : { dataset: input.dataset }),
    ...(asked ? figuresOf(asked) : {}),
  };
  for (const other of others) {
    for (const [name, value] of Object.entries(figuresOf(other))) values[`${nameOf(other.metric)}_${name}`] = value;
  }
  return values;
}

const differenceOf = ({ candidate, champion }: ModelComparison): number | null =>
  candidate === null || champion === null ? null : candidate - champion;

const figuresOf = (compared: ModelComparison) => ({
  verdict: compared.verdict,
  candidate: compared.candidate,
  champion: compared.champion,
  difference: differenceOf(compared),
  improvement: compared.improvement,
  lower: compared.interval?.low ?? null,
  upper: compared.interval?.high ?? null,
});

const reportOf = (compared: ModelComparison) => ({
  metric: nameOf(compared.metric),
  higherIsBetter: isHigherBetter[compared.metric],
  candidate: compared.candidate,
  champion: compared.champion,
  difference: differenceOf(compared),
  improvement: compared.improvement,
  interval: compared.interval,
  verdict: compared.verdict,
  isNonInferior: compared.isNonInferior,
  withoutInterval: compared.withoutInterval,
});

const whyNone = {
  "too-few-rows": "there are too few rows, or too few of one class, for an interval",
  undefined: "the metric is not defined on these rows",
  "undefined-resamples": "the metric is not defined on many samples of these rows",
} as const;

const shown = (value: number | null): string => (value === null ? "undefined" : String(Number(value.toPrecision(4))));

function summaryOf(asked: ModelComparison, { input, champion }: { input: Input; champion: VersionSubject }): string {
  const figures = `${input.metric} ${shown(asked.candidate)} against ${shown(asked.champion)} of version ${champion.version} on ${asked.rows} rows`;
  if (asked.withoutInterval) return `${figures}; ${whyNone[asked.withoutInterval]}.`;
  const { low, high } = asked.interval ?? { low: null, high: null };
  return `${figures}: ${asked.verdict} (improvement from ${shown(low)} to ${shown(high)}, margin ${input.margin}).`;
}
