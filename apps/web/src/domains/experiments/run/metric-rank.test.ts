import { expect, test } from "vitest";
import { isClerical, isLowGood, rankMetrics } from "./metric-rank.ts";

test("quality on held-out data comes first, bookkeeping last", () => {
  expect(rankMetrics(["coef_norm", "train_accuracy", "val_logloss", "val_accuracy", "mean_fit_time", "loss", "alpha"])).toEqual([
    "val_accuracy",
    "val_logloss",
    "loss",
    "train_accuracy",
    "alpha",
    "coef_norm",
    "mean_fit_time",
  ]);
});

test("losses and errors are better low, scores high", () => {
  expect(["val_loss", "rmse", "accuracy_score", "auc"].map(isLowGood)).toEqual([true, true, false, false]);
});

test("what only keeps count of the training has no best value", () => {
  expect(["learning_rate", "epoch_time", "val_loss", "step_accuracy", "alpha"].map(isClerical)).toEqual([true, true, false, false, false]);
});
