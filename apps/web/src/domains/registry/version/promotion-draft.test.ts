import type { Environment } from "@plumbline/contracts/approvals/environment";
import { expect, test } from "vitest";
import { conditionText, environmentsOf, firstDraft, promotionOf } from "./promotion-draft.ts";

const ref = { model: "default-risk", version: 14 };

test("a promotion asks for what was chosen, a share only for a canary, the alias only for full use in production", () => {
  expect(promotionOf(ref, firstDraft("production"))).toEqual({
    ...ref,
    toStage: "production",
    uses: ["full", "batch"],
    makeChampion: true,
  });
  const canary = { ...firstDraft("production"), uses: ["canary" as const], canaryPercent: 25, environment: "prod-eu" };
  expect(promotionOf(ref, canary)).toEqual({
    ...ref,
    toStage: "production",
    uses: ["canary"],
    makeChampion: false,
    environment: "prod-eu",
    canaryMax: "25%",
  });
  expect(promotionOf(ref, firstDraft("staging"))).toMatchObject({ makeChampion: false });
  expect(promotionOf(ref, firstDraft("retired"))).toEqual({ ...ref, toStage: "retired" });
});

test("environments of the stage come in their order, closed ones do not", () => {
  const environment = (name: string, more: Partial<Environment>) =>
    ({ name, description: "", stage: "production", position: 0, liveCount: 0, createdAt: "", isArchived: false, ...more }) as Environment;
  const all = [
    environment("b", { position: 2 }),
    environment("a", { position: 1 }),
    environment("old", { isArchived: true }),
    environment("s", { stage: "staging" }),
  ];
  expect(environmentsOf(all, "production").map(({ name }) => name)).toEqual(["a", "b"]);
});

test.each([
  [{ traffic: "25%", until_labels: 5000 }, "at most 25% of the traffic until 5,000 labels are in"],
  [{ traffic: "10%", for: "7d" }, "at most 10% of the traffic for 7d"],
  [{ time_limit: "90d" }, "for 90d, then it ends"],
  [{ required_labels: 1000, within: "30d" }, "1,000 labels within 30d"],
])("condition %j is told in words", (condition, text) => {
  expect(conditionText(condition)).toBe(text);
});
