import { expect, test } from "vitest";
import { firstSteps } from "./first-steps.ts";

const unknown = { kubernetes: null, kueue: null, dcgmExporter: null };
const states = (cluster: Parameters<typeof firstSteps>[0]) => firstSteps(cluster).map(({ state }) => state);

test("one step is being done at any time, and those before it are done", () => {
  expect(states({ state: "connecting", versions: unknown })).toEqual(["done", "now", "later", "later"]);
  expect(states({ state: "connected", versions: unknown })).toEqual(["done", "done", "now", "later"]);
  expect(states({ state: "connected", versions: { ...unknown, kubernetes: "1.37.0" } })).toEqual(["done", "done", "done", "now"]);
});
