import type { MetricSummary } from "@plumbline/contracts/experiments/metric";
import { expect, test } from "vitest";
import { chartedKeys, chartedRuns } from "./charted.ts";

const row = (runId: string, ...keys: string[]) => ({ runId, metrics: keys.map((key) => ({ key }) as MetricSummary) });
const none: ReadonlySet<string> = new Set();

test("curves are of the metrics in the columns, each once; without one, of the first that are not the machine's", () => {
  const columns = [
    { kind: "metric", key: "auc", aggregate: "last" },
    { kind: "param", key: "depth" },
    { kind: "metric", key: "auc", aggregate: "max" },
  ] as const;
  expect(chartedKeys(columns, ["loss"])).toEqual(["auc"]);
  expect(chartedKeys([], ["system/cpu", "loss"])).toEqual(["loss"]);
});

test("the selected runs are drawn, whatever they have; else the first five that have a curve", () => {
  const rows = [row("failed"), row("a", "auc"), row("b", "loss"), ...["c", "d", "e", "f"].map((id) => row(id, "auc"))];
  const ids = (selected: ReadonlySet<string>, keys: string[]) => chartedRuns(rows, { selected, keys, most: 5 }).map(({ runId }) => runId);
  expect(ids(new Set(["failed", "b"]), ["auc"])).toEqual(["failed", "b"]);
  expect(ids(none, ["auc"])).toEqual(["a", "c", "d", "e", "f"]);
  expect(ids(none, ["gone"])).toEqual(["failed", "a", "b", "c", "d"]);
});
