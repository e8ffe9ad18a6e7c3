import { expect, test } from "vitest";
import { differenceFile } from "./difference-file.ts";

test("a line for each key, with the runs that are kept in their order", () => {
  const rows = [
    { id: "m:last:auc", kind: "metric", label: "auc", isDiffering: true, values: [0.8, 0.81, undefined], direction: "high" },
    { id: "p:seed", kind: "param", label: "seed", isDiffering: false, values: ["7"], direction: undefined },
  ] as const;
  expect(differenceFile(rows, { names: ["a", "b", "c"], runs: [2, 0] })).toEqual({
    head: ["kind", "name", "c", "a"],
    rows: [
      ["metric", "auc", undefined, 0.8],
      ["param", "seed", "7", "7"],
    ],
  });
});
