import type { Evidence } from "@plumbline/contracts/evidence/evidence";
import type { FairnessAssessment } from "@plumbline/stats";
import type { FairnessResult } from "../compute/fairness-job.ts";
import { compute } from "../compute/run-in-thread.ts";
import { fairnessReport } from "./fairness-report.ts";
import { readShare, readUploadedRows, seedOf } from "./uploaded-rows.ts";
import type { Found, Work } from "./work.ts";

/** How decisions treat the groups of an attribute: aggregates alone are kept. */
export async function assessGroups(work: Work<"fairness">): Promise<Found> {
  const { input, tell, signal } = work;
  const { label = null, score = null, prediction, attribute } = input;
  const numbers = [prediction, label, score].flatMap((name) => (name === null ? [] : [{ name, as: "number" as const }]));
  const columns = [...numbers, { name: attribute, as: "label" as const }];
  const rows = await readUploadedRows(work, { uploadId: input.uploadId, columns });
  tell(readShare, "Comparing groups");
  const seed = seedOf(rows.sha256);
  const { codes, labels } = rows.labels(attribute);
  const result = await compute(
    {
      kind: "fairness",
      predicted: rows.numbers(prediction),
      codes: codes.slice(),
      labels,
      actual: label === null ? null : rows.numbers(label),
      scores: score === null ? null : rows.numbers(score),
      reference: input.reference ?? null,
      minGroup: input.minGroup,
      selectionRatio: input.selectionRatio,
      seed,
    },
    { signal },
  );
  const { assessment } = result;
  return {
    title: `Fairness by ${attribute}`,
    verdict: assessment.verdict ?? "insufficient",
    summary: summaryOf(assessment, input),
    values: valuesOf(result, input),
    method: {
      tool: "plumbline",
      reference: input.reference === undefined ? "the largest group" : "as named",
      minGroup: input.minGroup,
      minOutcome: minClassRows,
      limit: { selection_ratio: input.selectionRatio },
      confidence: 0.95,
      resamples: 2000,
      seed,
      columns: { prediction, label, score, attribute },
      rows: "deleted as soon as the aggregates were computed",
    },
    inputs: [
      { kind: "predictions", name: rows.name, digest: rows.sha256 },
      ...(input.dataset === undefined ? [] : [{ kind: "dataset", name: input.dataset, digest: null }]),
    ],
    report: fairnessReport(result),
  };
}

type Input = Work<"fairness">["input"];
type Group = FairnessAssessment["groups"][number];

/** Rates of an outcome count with so many rows of it, in the group and in the reference. */
const minClassRows = 10;

function valuesOf({ assessment, rows, leftOut }: FairnessResult, input: Input): Evidence["values"] {
  const judged = assessment.groups.filter(({ isSufficient }) => isSufficient);
  const reference = judged.find(({ name }) => name === assessment.reference);
  const others = judged.filter((group) => group !== reference);
  const comparable = (outcome: "positives" | "negatives") =>
    others.filter((group) => Math.min(group[outcome] ?? 0, reference?.[outcome] ?? 0) >= minClassRows);
  const ratio = assessment.againstReference.demographicParityRatio;
  return {
    attribute: input.attribute,
    verdict: assessment.verdict ?? "insufficient",
    reference: assessment.reference,
    selection_ratio: ratio,
    selection_ratio_lower: leastOf(others.map(ratioBound)),
    selection_ratio_upper: assessment.intervals.againstReference.demographicParityRatio?.high ?? null,
    ...(input.label === undefined
      ? {}
      : {
          ...distances("tpr_difference", comparable("positives"), (group) => [
            group.truePositiveRateDifference,
            group.intervals.truePositiveRateDifference,
          ]),
          ...distances("fpr_difference", comparable("negatives"), (group) => [
            group.falsePositiveRateDifference,
            group.intervals.falsePositiveRateDifference,
          ]),
        }),
    ...(input.label === undefined || input.score === undefined
      ? {}
      : distances("calibration_gap", judged, (group) => [group.calibrationGap, group.intervals.calibrationGap])),
    min_group: judged.length === 0 ? null : Math.min(...judged.map((group) => group.rows)),
    groups: assessment.groups.length,
    groups_too_small: assessment.insufficient.length,
    rows,
    left_out: leftOut,
    rows_without_group: assessment.rowsWithoutGroup,
    ...(input.dataset === undefined ? {} : { dataset: input.dataset }),
  };
}

/** The unfavourable end of a group's ratio, the smaller rate over the larger. */
const ratioBound = ({ intervals: { selectionRateRatio: interval } }: Group): number | null =>
  interval && Math.min(interval.low, interval.high === 0 ? 0 : 1 / interval.high);

/** Null where one of them is, or there is none: what cannot be told of one group is not told of all. */
const leastOf = (values: readonly (number | null)[]): number | null =>
  values.length > 0 && values.every((value) => value !== null) ? Math.min(...values) : null;

type Distance = readonly [difference: number | null, interval: { readonly low: number; readonly high: number } | null];

/** The largest distance over groups, and the ends that its interval may have. */
function distances(name: string, groups: readonly Group[], of: (group: Group) => Distance): Evidence["values"] {
  const all = groups.map(of);
  const greatest = (values: readonly (number | null)[]): number | null => {
    const least = leastOf(values.map((value) => (value === null ? null : -value)));
    return least === null ? null : -least;
  };
  return {
    [name]: greatest(all.map(([difference]) => difference && Math.abs(difference))),
    [`${name}_lower`]: greatest(all.map(([, interval]) => interval && nearestToZero(interval))),
    [`${name}_upper`]: greatest(all.map(([, interval]) => interval && Math.max(Math.abs(interval.low), Math.abs(interval.high)))),
  };
}

const nearestToZero = ({ low, high }: { readonly low: number; readonly high: number }): number =>
  low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high));

function summaryOf({ groups, insufficient, againstReference, verdict, reference }: FairnessAssessment, input: Input): string {
  const judged = groups.length - insufficient.length;
  const small =
    insufficient.length === 0 ? "" : ` ${insufficient.length} of ${groups.length} groups have fewer than ${input.minGroup} rows.`;
  const ratio = againstReference.demographicParityRatio;
  if (verdict === "insufficient" || verdict === null)
    return `${judged} of ${groups.length} groups can be judged, which is not enough.${small}`;
  const kept = verdict === "pass" ? "keeps" : "misses";
  return `The least selection ratio against ${reference} is ${ratio === null ? "not defined" : Number(ratio.toPrecision(3))}, which ${kept} ${input.selectionRatio}.${small}`;
}
