import type { InventoryEntry, LiveVersion } from "@plumbline/contracts/registry/inventory";
import { expect, test } from "vitest";
import { headline, inventoryCsv, inventoryRows, liveWhere } from "./inventory-rows.ts";

const live = (version: number, more: Partial<LiveVersion> = {}): LiveVersion => ({
  version,
  stage: "production",
  environment: "prod-eu",
  uses: ["full"],
  maxTrafficPercent: null,
  since: "2026-02-27T09:00:00.000Z",
  until: null,
  requestNumber: 20,
  ...more,
});
const entry = (model: string, more: Partial<InventoryEntry> = {}): InventoryEntry => ({
  model,
  kind: "internal",
  vendor: "",
  tier: null,
  businessOwner: null,
  stage: null,
  live: [],
  champion: null,
  championSince: null,
  championNow: null,
  lastValidatedAt: null,
  nextValidationDueAt: null,
  openFindings: 0,
  nextFindingDueAt: null,
  dependencies: 0,
  ...more,
});
const canary = live(22, { uses: ["canary"], maxTrafficPercent: 10 });
const fraud = entry("fraud-card", {
  stage: "production",
  live: [live(21), canary],
  championNow: 21,
  openFindings: 2,
  nextFindingDueAt: "2026-03-01T00:00:00.000Z",
});

test("every live version has a line, and every model at least one", () => {
  const rows = inventoryRows([
    fraud,
    entry("plan"),
    entry("bureau", { kind: "external", vendor: "Bureau Ltd" }),
    entry("old", { stage: "retired" }),
  ]);
  expect(rows.map(({ key, isFirst, word, now }) => [key, isFirst, word, now])).toEqual([
    ["fraud-card 21 prod-eu", true, "Production", "same"],
    ["fraud-card 22 prod-eu", false, "Canary", "21"],
    ["plan", true, "Intake", "none"],
    ["bureau", true, "External", "none"],
    ["old", true, "Retired", "none"],
  ]);
});

test("where it is live says how much it may answer", () => {
  expect(liveWhere(live(21))).toBe("prod-eu 100 %");
  expect(liveWhere(canary)).toBe("prod-eu 10 %");
  expect(liveWhere(live(4, { uses: ["batch"] }))).toBe("prod-eu batch");
});

test("figures count what was late at that instant, not what is late now", () => {
  const due = entry("due", { nextValidationDueAt: "2026-03-02T00:00:00.000Z" });
  expect(headline([fraud, due], Date.UTC(2026, 2, 3))).toEqual({
    models: 2,
    live: 1,
    lateValidations: 1,
    openFindings: 2,
    lateFindings: 1,
  });
  const staged = entry("staged", { live: [live(1, { stage: "staging" })] });
  expect(headline([staged, entry("bureau", { kind: "external" })], 0)).toMatchObject({ models: 2, live: 1 });
  expect(headline([fraud, due], Date.UTC(2026, 1, 28))).toMatchObject({ lateValidations: 0, lateFindings: 0 });
});

test("the file says of which instant it is", () => {
  const lines = inventoryCsv(inventoryRows([fraud]), "2026-03-03T11:00:00.000Z")
    .trim()
    .split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^as_of,model,/);
  expect(lines[2]).toMatch(/^2026-03-03T11:00:00.000Z,fraud-card,internal,,,,production,22,prod-eu,canary,10,/);
});
