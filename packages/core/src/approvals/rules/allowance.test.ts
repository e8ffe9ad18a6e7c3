import { expect, test } from "vitest";
import { beyondAllowance } from "./allowance.ts";

const canaryOf = (percent: number | null) => ({ uses: ["canary"] as const, canary_max_percent: percent });

const onlyCanaries = { uses: ["canary"], canaryMaxPercent: 10 } as const;

test("takes what the limit allows, at its edge too", () => {
  expect(beyondAllowance(null, canaryOf(null))).toBeNull();
  expect(beyondAllowance(onlyCanaries, canaryOf(10))).toBeNull();
  const full = { uses: ["full"] as const, canary_max_percent: null };
  expect(beyondAllowance({ uses: ["full", "canary"], canaryMaxPercent: 10 }, full)).toBeNull();
});

test.each([11, 100, null])("refuses a canary of %s percent above the limit", (percent) => {
  expect(beyondAllowance(onlyCanaries, canaryOf(percent))).toMatchObject({ reason: "canary-too-large" });
});

test("refuses a use that is not there, also where policies leave none", () => {
  for (const uses of [["shadow"], []] as const) {
    expect(beyondAllowance({ uses, canaryMaxPercent: null }, canaryOf(1))).toMatchObject({ reason: "use-not-allowed" });
  }
});
