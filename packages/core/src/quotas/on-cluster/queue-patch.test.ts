import { expect, test } from "vitest";
import { parse } from "yaml";
import { queuePatch } from "./queue-patch.ts";

const path = "/spec/resourceGroups/0/flavors/1/resources/2";
const before = { nominal: 8, borrowingLimit: 4, lendingLimit: null };
const of = { queue: "credit-risk", flavour: "h100", resource: "nvidia.com/gpu", path, before };
const tests = [
  { op: "test", path: "/spec/resourceGroups/0/flavors/1/name", value: "h100" },
  { op: "test", path: `${path}/name`, value: "nvidia.com/gpu" },
];

test("a patch changes the guarantee where it stands, and says how it is applied", () => {
  const text = queuePatch({ ...of, after: { ...before, nominal: 12.5 } });
  expect(text.split("\n")[0]).toBe("# kubectl patch clusterqueue credit-risk --type=json --patch-file=patch.yaml");
  expect(parse(text)).toEqual([...tests, { op: "replace", path: `${path}/nominalQuota`, value: "12500m" }]);
});

test("limits are added, and taken away, only where they change", () => {
  const text = queuePatch({ ...of, after: { nominal: 12, borrowingLimit: null, lendingLimit: 0 } });
  expect(parse(text)).toEqual([
    ...tests,
    { op: "replace", path: `${path}/nominalQuota`, value: "12" },
    { op: "remove", path: `${path}/borrowingLimit` },
    { op: "add", path: `${path}/lendingLimit`, value: "0" },
  ]);
});
