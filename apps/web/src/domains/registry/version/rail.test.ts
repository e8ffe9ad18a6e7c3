import type { HistoryEntry } from "@plumbline/contracts/registry/history";
import { expect, test } from "vitest";
import { type Preview, type RailInput, railSteps } from "./rail.ts";

const registeredBy = { id: "u", name: "Enzo" };
const stageSince = "2026-08-12T11:02:00.000Z";
const version = { stage: "staging", stageSince, createdAt: "2026-08-10T09:14:00.000Z", registeredBy } as const;
const moved = (value: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  kind: "stage",
  version: 14,
  value,
  before: null,
  at: Date.parse(stageSince),
  by: registeredBy,
  requestNumber: 30,
  reason: "",
  ...more,
});
const clause = (state: "met" | "missing") => ({ state }) as Preview["clauses"][number];
const preview = (more: Partial<Preview>): Preview => ({
  outcome: "needs-votes",
  text: "",
  policies: [],
  clauses: [],
  approvals: [],
  quorumNote: null,
  conditions: [],
  openRequest: null,
  ...more,
});
const rail = (more: Partial<RailInput>) => railSteps({ version, history: [moved("staging")], previews: {}, ...more });

test("a version in staging has passed its registration and is blocked by what is unmet", () => {
  const production = preview({
    outcome: "needs-evidence",
    clauses: [clause("met"), clause("missing"), clause("missing")],
    openRequest: 31,
  });
  const steps = rail({ previews: { production } });
  expect(steps.map(({ state, title, text, requestNumber }) => [state, title, text, requestNumber])).toEqual([
    ["passed", "Experimental", "registered by Enzo", undefined],
    ["now", "Staging, now", "by Enzo", 30],
    ["blocked", "Production, blocked", "2 of 3 clauses unmet", 31],
    ["none", "Retired", "Not planned", undefined],
  ]);
  expect(steps[0]?.at).toBe(Date.parse(version.createdAt));
});

test("a stage that was passed over says so", () => {
  const steps = rail({ version: { ...version, stage: "production" }, history: [moved("production")] });
  expect(steps[1]).toMatchObject({ state: "none", text: "Passed over", at: undefined });
});

test.each([
  [preview({ outcome: "denied", text: "No policy matches." }), "blocked", "No policy matches."],
  [preview({ outcome: "free" }), "open", "No policy stands before it"],
  [preview({ outcome: "decides-itself", clauses: [clause("met"), clause("met")] }), "open", "All 2 clauses met, no vote needed"],
  [preview({ approvals: [{ needed: 2 }, { needed: 1 }] as Preview["approvals"] }), "waiting", "3 votes needed"],
  [preview({ clauses: [clause("met")], approvals: [{ needed: 1 }] as Preview["approvals"] }), "waiting", "1 clause met, 1 vote needed"],
])("what stands before the next stage is told in words: %#", (production, state, text) => {
  expect(rail({ previews: { production } })[2]).toMatchObject({ state, text });
});

test("a version that stepped down keeps no date for the stage it left", () => {
  const history = [moved("experimental", { at: 9 }), moved("staging")];
  const steps = rail({ version: { ...version, stage: "experimental" }, history });
  expect(steps[0]).toMatchObject({ state: "now", title: "Experimental, now", text: "by Enzo" });
  expect(steps[1]).toMatchObject({ state: "none", text: "Was there before", at: history[1]?.at });
});
