import { expect, test } from "vitest";
import { championOf, highestStage } from "./model-facts.ts";

test("a model stands where its highest version stands; retired ones count last", () => {
  const stages = [
    { stage: "retired" as const, versions: [1, 2] },
    { stage: "staging" as const, versions: [4] },
    { stage: "production" as const, versions: [] },
  ];
  expect(highestStage({ stages })).toBe("staging");
  expect(highestStage({ stages: stages.slice(0, 1) })).toBe("retired");
  expect(highestStage({ stages: [] })).toBeUndefined();
});

test("the champion is whichever version the alias names", () => {
  expect(championOf({ aliases: [{ alias: "challenger", version: 3 }] })).toBeNull();
  expect(
    championOf({
      aliases: [
        { alias: "challenger", version: 3 },
        { alias: "champion", version: 2 },
      ],
    }),
  ).toBe(2);
});
