import { expect, test } from "vitest";
import { configDifference, nestedParam, readConfig } from "./config-changes.ts";
import { packageDifference, pythonOf } from "./package-changes.ts";

test("packages added, removed and changed, by the name that indexes know", () => {
  const before = "# locked\nnumpy==2.1.0\nScikit_Learn==1.5.0  # pinned\nold==1\n--extra-index-url x\n";
  const after = "numpy==2.1.0\nscikit-learn==1.6.0\nuvicorn[standard]>=0.30\n";
  expect(packageDifference(before, after)).toEqual({
    changed: [
      { name: "old", before: "1", after: undefined },
      { name: "scikit-learn", before: "1.5.0", after: "1.6.0" },
      { name: "uvicorn", before: undefined, after: ">=0.30" },
    ],
    sameCount: 1,
  });
  expect(packageDifference("", "")).toEqual({ changed: [], sameCount: 0 });
});

test("the version of Python that an environment names", () => {
  expect([pythonOf('python: "3.12.4"\n'), pythonOf("name: x\npython: 3.13\n"), pythonOf(undefined)]).toEqual(["3.12.4", "3.13", undefined]);
});

test("nested configurations differ leaf by leaf", () => {
  const before = { model: { layers: [{ width: 8 }, { width: 4 }], act: "relu" }, seed: 7 };
  const after = { model: { layers: [{ width: 8 }, { width: 16 }], act: "relu" }, seed: "7", extra: {} };
  expect(configDifference(before, after)).toEqual({
    changed: [
      { path: "model.layers[1].width", before: "4", after: "16" },
      { path: "extra", before: undefined, after: "{}" },
    ],
    sameCount: 3,
  });
  expect(configDifference([1], [1, null]).changed).toEqual([{ path: "[1]", before: undefined, after: "null" }]);
});

test("params that are objects, as JSON or as Python prints them", () => {
  expect(nestedParam('{"a": [1]}')).toEqual({ a: [1] });
  expect(nestedParam("{'a': True, 'b': None}")).toEqual({ a: true, b: null });
  expect([nestedParam("{'a': \"it's\"}"), nestedParam("7"), nestedParam(undefined), nestedParam("{broken")]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("YAML and JSON files are read; a text that is neither is none", async () => {
  expect(await readConfig("a:\n  b: 1\n")).toEqual({ a: { b: 1 } });
  expect(await readConfig('{"a": [1]}')).toEqual({ a: [1] });
  expect(await readConfig("just words")).toBeUndefined();
  expect(await readConfig("a: [")).toBeUndefined();
});
