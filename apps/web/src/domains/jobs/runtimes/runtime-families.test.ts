import type { TrainingRuntime } from "@plumbline/contracts/jobs/runtime";
import { expect, test } from "vitest";
import { acceleratorsText, familiesOf, packageChanges } from "./runtime-families.ts";

const runtime = (name: string, version: number, values: Partial<TrainingRuntime> = {}): TrainingRuntime => ({
  name,
  version,
  description: "",
  image: null,
  packages: [],
  accelerators: ["none"],
  env: {},
  createdBy: { id: "a", name: "Ada" },
  createdAt: "2026-11-28T00:00:00.000Z",
  retiredAt: null,
  jobs: 1,
  ...values,
});

test("versions of a runtime stand together, the newest first, retired ones after the others", () => {
  const gone = { retiredAt: "2026-11-28T00:00:00.000Z" };
  const families = familiesOf([runtime("torch", 1), runtime("old", 1, gone), runtime("torch", 3, { jobs: 4 }), runtime("sklearn", 1)]);
  expect(families.map(({ name }) => name)).toEqual(["sklearn", "torch", "old"]);
  expect(families[1]).toMatchObject({ newest: { version: 3 }, jobs: 5, isRetired: false });
  expect(families[2]?.isRetired).toBe(true);
  expect(familiesOf([])).toEqual([]);
});

test("a change of packages is found by their names, however they are written", () => {
  expect(packageChanges(["scikit_learn==1.7", "numpy", "old"], ["scikit-learn==1.8", "numpy", "new>=2"])).toEqual([
    { name: "new", before: undefined, after: "new>=2" },
    { name: "old", before: "old", after: undefined },
    { name: "scikit-learn", before: "scikit_learn==1.7", after: "scikit-learn==1.8" },
  ]);
});

test("accelerators are said in words", () => {
  expect(acceleratorsText({ accelerators: ["none", "nvidia"] })).toBe("CPU, NVIDIA");
});
