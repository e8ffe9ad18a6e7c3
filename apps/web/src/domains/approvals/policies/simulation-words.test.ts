import type { PolicySimulation } from "@plumbline/contracts/approvals/policy";
import { expect, test } from "vitest";
import { blockedRows, simulationWords } from "./simulation-words.ts";

const item = (requestNumber: number, passes: boolean, reasons = 1): PolicySimulation["items"][number] => ({
  requestNumber,
  title: `model ${requestNumber}`,
  decidedAt: "2026-08-01T00:00:00Z",
  outcome: "approved",
  passes,
  blockedBy: passes ? [] : Array.from({ length: reasons }, (_, at) => ({ line: at + 1, asks: `ask ${at}`, found: "1" })),
  since: "live",
});
const simulation = (items: PolicySimulation["items"], rolledBack = 0, rolledBackBlocked = 0): PolicySimulation => ({
  items,
  blocked: items.filter(({ passes }) => !passes).length,
  rolledBack,
  rolledBackBlocked,
  sensitivity: null,
});

test.each([
  [simulation([]), "No past decision is governed by this text", "There is nothing to replay it on yet."],
  [simulation([item(1, true)]), "The one past promotion would not have been blocked", undefined],
  [
    simulation([item(1, false), item(2, true)], 2, 1),
    "1 of the last 2 promotions would have been blocked",
    "It would have stopped 1 of the 2 that were later rolled back.",
  ],
  [
    simulation([item(1, true), item(2, true)], 1, 0),
    "None of the last 2 promotions would have been blocked",
    "It would have stopped none of the one that was later rolled back.",
  ],
])("%#", (given, lead, detail) => {
  expect(simulationWords(given)).toEqual({ lead, detail });
});

test("each reason has a row, the newest decision first", () => {
  const rows = blockedRows(simulation([item(1, false), item(2, true), item(3, false, 2)]));
  expect(rows.map(({ requestNumber, asks }) => [requestNumber, asks])).toEqual([
    [3, "ask 0"],
    [3, "ask 1"],
    [1, "ask 0"],
  ]);
});
