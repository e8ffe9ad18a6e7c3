import { expect, test } from "vitest";
import { guessColumn } from "./guess-column.ts";

const columns = ["id", "age_band", "y_true", "score_new"];

test.each([
  ["label", false, "y_true"],
  ["attribute", false, "age_band"],
  ["score", true, "score_new"],
  ["champion", false, "id"],
  ["prediction", true, ""],
])("the column for %s (optional: %s) is %j", (use, isOptional, column) => {
  expect(guessColumn(columns, use, isOptional)).toBe(column);
});
