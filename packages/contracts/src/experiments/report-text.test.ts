import { expect, test } from "vitest";
import { readReport, reportKeysMax, reportRunsMax } from "./report-text.ts";

const block = (name: string, ...lines: string[]) => [`\`\`\`${name}`, ...lines, "```"].join("\n");

test("text, tables and charts follow each other as they stand", () => {
  const text = [
    "# Sweep",
    "",
    block("table", "experiment: 1", "columns: metrics.auc, params.depth"),
    "",
    "Then:",
    block("chart", "experiment: 1, 2", "metrics: loss", "filter: metrics.auc > 0.8", "order: metrics.auc DESC", "runs: 5", "title: Loss"),
  ].join("\n");
  expect(readReport(text)).toEqual([
    { kind: "text", text: "# Sweep\n" },
    { kind: "table", line: 3, experimentIds: ["1"], filter: "", orderBy: [], limit: 10, keys: ["metrics.auc", "params.depth"], title: "" },
    { kind: "text", text: "\nThen:" },
    {
      kind: "chart",
      line: 9,
      experimentIds: ["1", "2"],
      filter: "metrics.auc > 0.8",
      orderBy: ["metrics.auc DESC"],
      limit: 5,
      keys: ["loss"],
      title: "Loss",
    },
  ]);
});

test("other code stays text, also where it shows a block", () => {
  expect(readReport(block("python", "experiment: 1"))).toMatchObject([{ kind: "text" }]);
  expect(readReport("````md\n```chart\n```\n````")).toMatchObject([{ kind: "text" }]);
});

test.each([
  [block("table", "experiment: 1", "colour: red"), 3, "is one of"],
  [block("table", "experiment: 1", "experiment: 2"), 3, "twice"],
  [block("table"), 1, "needs"],
  [block("table", "experiment: churn"), 1, "no experiment's number"],
  [block("table", "experiment: 1", "columns: auc"), 1, "is no column"],
  [block("chart", "experiment: 1"), 1, "needs"],
  [block("chart", "experiment: 1", "columns: a"), 3, "A chart has"],
  [block("chart", "experiment: 1", "metrics: a", `runs: ${reportRunsMax + 1}`), 1, "whole number"],
  [block("chart", "experiment: 1", `metrics: ${Array.from({ length: reportKeysMax + 1 }, (_, at) => `m${at}`).join(",")}`), 1, "At most"],
])("%s says what is wrong", (text, line, words) => {
  expect(readReport(text)).toEqual([{ kind: "problem", line, message: expect.stringContaining(words) }]);
});

test("limits are met at their edge", () => {
  expect(readReport(block("chart", "experiment: 1", "metrics: a", `runs: ${reportRunsMax}`))).toMatchObject([{ limit: reportRunsMax }]);
});
