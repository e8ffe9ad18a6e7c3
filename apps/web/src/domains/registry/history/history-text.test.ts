import type { HistoryEntry } from "@plumbline/contracts/registry/history";
import { expect, test } from "vitest";
import { historyText } from "./history-text.ts";

const entry = (more: Partial<HistoryEntry>): HistoryEntry => ({
  kind: "stage",
  version: 3,
  value: "staging",
  before: null,
  at: 0,
  by: { id: "u", name: null },
  requestNumber: null,
  reason: "",
  ...more,
});

test.each([
  [entry({ kind: "registered" }), "Registered"],
  [entry({}), "Stage staging"],
  [entry({ before: "experimental" }), "Stage experimental to staging"],
  [entry({ kind: "alias", value: "champion" }), "Alias champion given"],
  [entry({ kind: "alias", value: "champion", before: "2" }), "Alias champion moved here from 2"],
  [entry({ kind: "alias", value: "champion", version: null, before: "2" }), "Alias champion taken away from 2"],
])("%# says what happened", (given, text) => {
  expect(historyText(given)).toBe(text);
});
