import type { Difference } from "./difference.ts";

/** Where our filters say more than theirs, which refuse it: no script that works can notice. */
export const filterDifferences: readonly Difference[] = [
  {
    reason: "OR, NOT, parentheses, BETWEEN and IN are understood, and whether a metric is there can be asked.",
    steps: [/^run search filters > refused: (or|not|parentheses|between|metric is null|in for a param)$/],
    ours: { status: 200 },
  },
  {
    reason: "OR is understood in every kind of search.",
    steps: ["registered model search > refused: or", "experiment search refusals > or", "logged model search > refused: or"],
    ours: { status: 200 },
  },
  {
    reason: "IN takes every attribute that is text.",
    steps: ["model version search > refused: list of another"],
    ours: { status: 200 },
  },
];
