import type { FairnessAssessment } from "@plumbline/stats";
import type { FairnessResult } from "../compute/fairness-job.ts";

type Group = FairnessAssessment["groups"][number];

/** What people see: groups that are too small are named without rates, which would tell about persons. */
export function fairnessReport({ assessment, rows, leftOut }: FairnessResult) {
  const { groups, reference, rowsWithoutGroup, between, againstReference, intervals, findings } = assessment;
  return {
    rows,
    leftOut,
    rowsWithoutGroup,
    reference,
    groups: groups.map((group) =>
      group.isSufficient ? judged(group, assessment) : { name: group.name, rows: group.rows, isSufficient: false },
    ),
    between,
    againstReference: isJudged(assessment, reference) ? againstReference : null,
    intervals,
    findings,
  };
}

const isJudged = ({ groups }: FairnessAssessment, name: string | null): boolean =>
  groups.some((group) => group.name === name && group.isSufficient);

/** A distance from a group that is too small tells that group's rate. */
function judged(group: Group, assessment: FairnessAssessment) {
  if (isJudged(assessment, assessment.reference)) return group;
  const { name, rows, isSufficient, selectionRate, baseRate, truePositiveRate, falsePositiveRate, positives, negatives, calibrationGap } =
    group;
  const { selectionRate: selectionInterval, calibrationGap: calibrationInterval } = group.intervals;
  return {
    ...{ name, rows, isSufficient, selectionRate, baseRate, truePositiveRate, falsePositiveRate, positives, negatives, calibrationGap },
    intervals: { selectionRate: selectionInterval, calibrationGap: calibrationInterval },
  };
}
