import type { Environment } from "@plumbline/contracts/approvals/environment";
import { expect, test } from "vitest";
import { environmentsOf, firstDraft, promotionOf } from "./promotion-draft.ts";

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
