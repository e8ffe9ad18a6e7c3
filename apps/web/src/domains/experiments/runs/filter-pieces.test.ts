import { parseFilter } from "@plumbline/contracts/query/filter";
import { expect, test } from "vitest";
import { filterPieces } from "./filter-pieces.ts";
import { problemHint } from "./problem-hint.ts";

test.each(["metrics.auc > 0.84 and params.lr = '0.03'", "  a = ", "tags.`a b` LIKE '%x", "", "((,"])(
  "%j is whole again when joined",
  (text) => {
    expect(
      filterPieces(text, undefined)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  },
);

test("marks the piece that is wrong and says what would fit there", () => {
  const text = "metrics.auc >> 0.5";
  const parsed = parseFilter(text, "runs");
  if (parsed.ok) throw new Error("this filter should have been refused");
  expect(
    filterPieces(text, parsed.problem)
      .filter(({ isWrong }) => isWrong)
      .map((piece) => piece.text),
  ).toEqual([">>"]);
  expect(problemHint(parsed.problem)).toContain(">=");
});
