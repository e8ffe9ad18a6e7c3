import { expect, test } from "vitest";
import { groupMetrics } from "./metric-groups.ts";

const shapes = (keys: string[]) =>
  groupMetrics(keys).map(({ title, members }) => [title, ...members.map(({ key, split }) => `${key}:${split}`)]);

test("what was measured alike on other data shares a chart, held-out data first", () => {
  expect(shapes(["train_loss", "val_loss", "training-auc", "valid_0-auc", "accuracy/test", "accuracy"])).toEqual([
    ["loss", "val_loss:valid", "train_loss:train"],
    ["auc", "valid_0-auc:valid", "training-auc:train"],
    ["accuracy", "accuracy:plain", "accuracy/test:test"],
  ]);
});

test("a measurement alone keeps its whole name, and names that only look alike stay apart", () => {
  expect(shapes(["training_accuracy_score", "testing", "contest_score"])).toEqual([
    ["training_accuracy_score", "training_accuracy_score:train"],
    ["testing", "testing:plain"],
    ["contest_score", "contest_score:plain"],
  ]);
});
