import type { InventoryEntry, LiveVersion } from "@plumbline/contracts/registry/inventory";
import { expect, test } from "vitest";
import { differences, liveText, summarize } from "./difference.ts";

const liveIn = (version: number, environment: string, more: Partial<LiveVersion> = {}): LiveVersion => ({
  version,
  stage: "production",
  environment,
  uses: ["full"],
  maxTrafficPercent: null,
  since: "2026-01-12T14:02:00.000Z",
  until: null,
  requestNumber: 17,
  ...more,
});
const entry = (model: string, more: Partial<InventoryEntry> = {}): InventoryEntry => ({
  model,
  kind: "internal",
  vendor: "",
  tier: "high",
  businessOwner: null,
  stage: "production",
  live: [liveIn(8, "production")],
  champion: 8,
  championSince: null,
  championNow: 11,
  lastValidatedAt: null,
  nextValidationDueAt: null,
  openFindings: 1,
  nextFindingDueAt: null,
  dependencies: 0,
  ...more,
});

test("what came, what went and what is otherwise, in the order of names; what is the same is left out", () => {
  const then = [entry("risk"), entry("gone"), entry("same")];
  const now = [entry("new"), entry("same"), entry("risk", { live: [liveIn(11, "production")], champion: 11, openFindings: 0 })];
  expect(differences(then, now).map(({ model, what, before, after }) => [model, what, before, after])).toEqual([
    ["gone", "Model", "listed", null],
    ["new", "Model", null, "new"],
    ["risk", "Live where", "8 in production", "11 in production"],
    ["risk", "Champion", "8", "11"],
    ["risk", "Open findings", "1", "0"],
  ]);
});

test("where versions act is told in one order, with the share that was allowed", () => {
  expect(liveText({ live: [liveIn(22, "prod-eu", { maxTrafficPercent: 10 }), liveIn(21, "prod-eu")] })).toBe(
    "21 in prod-eu, 22 in prod-eu 10 %",
  );
  expect(liveText({ live: [] })).toBe("not live");
});

test("the summary counts models that were live then, and open findings on both days", () => {
  const then = [entry("risk"), entry("same"), entry("plan", { live: [], openFindings: 0 }), entry("gone")];
  const now = [
    entry("risk", { live: [liveIn(11, "production")], openFindings: 0 }),
    entry("same"),
    entry("plan", { live: [], openFindings: 2 }),
  ];
  expect(summarize(then, now)).toEqual({ live: 3, changed: 2, same: ["same"], findingsThen: 3, findingsNow: 3 });
});
