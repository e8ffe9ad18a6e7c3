import { expect, test } from "vitest";
import { longestTexts, widthFor } from "./column-widths.ts";

test("a column of params or tags is as wide as its name and its values need, within limits", () => {
  const rows = [
    { params: [{ key: "objective", value: "binary:logistic" }], tags: [{ key: "team", value: "risk" }] },
    { params: [{ key: "objective", value: "rank" }], tags: [] },
  ];
  const columns = [
    { kind: "param", key: "objective" },
    { kind: "tag", key: "team" },
    { kind: "param", key: "gone" },
    { kind: "metric", key: "auc", aggregate: "last" },
  ] as const;
  const longest = longestTexts(rows, columns);
  expect(longest).toEqual({ "p:objective": 15, "t:team": 4, "p:gone": 0 });
  expect(widthFor("objective", longest["p:objective"])).toBe(132);
  expect(widthFor("learning_rate", 4)).toBe(117);
  expect(widthFor("team", longest["t:team"])).toBe(84);
  expect(widthFor("notes", 4000)).toBe(220);
});
