import { expect, test } from "vitest";
import { usageSeries, usageViews } from "./usage-series.ts";

const usage = {
  series: [
    { workspace: "risk", isOwn: true, cost: null, held: [4, 2], busy: [1, null], smActive: [null, null] },
    { workspace: "idle", isOwn: false, cost: null, held: [0, 0], busy: [null, null], smActive: [null, null] },
    { workspace: null, isOwn: false, cost: null, held: [1, 1], busy: [null, null], smActive: [null, null] },
  ],
};

test("a measure is offered only where something was measured by it", () => {
  expect(usageViews(usage)).toEqual(["held", "busy"]);
});

test("who held nothing is left out; what stands outside has no colour of a workspace", () => {
  expect(usageSeries(usage, "held", () => 3)).toEqual([
    { id: "risk", label: "risk 2", color: 3, values: [4, 2] },
    { id: "outside", label: "outside 1", color: null, values: [1, 1] },
  ]);
  expect(usageSeries(usage, "busy", () => 3)).toEqual([{ id: "risk", label: "risk", color: 3, values: [1, null] }]);
});
