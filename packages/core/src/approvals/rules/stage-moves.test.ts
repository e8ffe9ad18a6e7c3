import { Stage } from "@plumbline/contracts/approvals/stage";
import { describe, expect, test } from "vitest";
import { nextStages, stageMove } from "./stage-moves.ts";

describe("stageMove", () => {
  test.each([
    ["experimental", "staging", "promotion"],
    ["experimental", "production", "promotion"],
    ["staging", "production", "promotion"],
    ["experimental", "retired", "retirement"],
    ["staging", "retired", "retirement"],
    ["production", "retired", "retirement"],
    ["retired", "experimental", "return"],
    ["retired", "staging", "return"],
  ] as const)("%s to %s is a governed %s", (from, to, name) => {
    expect(stageMove(from, to)).toMatchObject({ kind: "governed", name });
  });

  test.each([
    ["production", "staging"],
    ["production", "experimental"],
    ["staging", "experimental"],
  ] as const)("stepping down from %s to %s is free", (from, to) => {
    expect(stageMove(from, to)).toMatchObject({ kind: "free", name: "step-down" });
  });

  test("a retired version cannot go to production at once", () => {
    expect(stageMove("retired", "production")).toMatchObject({ kind: "refused", words: expect.stringContaining("staging first") });
  });

  test("nothing moves to where it is", () => {
    for (const stage of Stage.options) expect(stageMove(stage, stage).kind).toBe("refused");
  });
});

test("nextStages lists what is not refused", () => {
  expect(nextStages("retired")).toEqual(["experimental", "staging"]);
  expect(nextStages("experimental")).toEqual(["staging", "production", "retired"]);
});
