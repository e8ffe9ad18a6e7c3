import { expect, test } from "vitest";
import { pathOf, placeOfPath, readSpec, valueAt, withValue } from "./spec-document.ts";

const text = `# nightly
name: train # short
command: [python, train.py]
resources:
  gpus:
    count: 2
`;

test("a text is read, JSON too", () => {
  expect(readSpec(text).value).toEqual({ name: "train", command: ["python", "train.py"], resources: { gpus: { count: 2 } } });
  expect(readSpec('{"name": "a"}').value).toEqual({ name: "a" });
  expect(readSpec("")).toEqual({ value: {}, problems: [] });
  expect(readSpec("# only a comment\n").value).toEqual({});
});

test("what cannot be read says where, in few words", () => {
  const { value, problems } = readSpec("name: train\ncommand: [python\nenv: {}\n");
  expect(value).toBeUndefined();
  expect(problems[0]?.line).toBeGreaterThan(1);
  expect(problems[0]?.message).not.toContain("\n");
  expect(readSpec("- a\n- b").problems[0]?.message).toMatch(/mapping/);
  expect(readSpec("just words").value).toBeUndefined();
  expect(readSpec("name: a\nname: b").value).toBeUndefined();
});

test("a change leaves comments and all else as they are", () => {
  expect(withValue(text, ["name"], "other")).toBe(text.replace("name: train", "name: other"));
  const more = withValue(text, ["resources", "cpu"], 4);
  expect(more).toContain("# nightly\nname: train # short\n");
  expect(readSpec(more).value).toMatchObject({ resources: { gpus: { count: 2 }, cpu: 4 } });
});

test("what is taken out takes along what would be left empty", () => {
  const without = withValue(text, ["resources", "gpus", "count"], undefined);
  expect(without).not.toContain("resources");
  expect(withValue(text, ["env", "A"], undefined)).toBe(text);
  expect(withValue("name: a\n", ["name"], undefined)).toBe("");
});

test("a text may be empty, or have nothing where a mapping has to be", () => {
  expect(readSpec(withValue("", ["env", "A"], "1")).value).toEqual({ env: { A: "1" } });
  expect(readSpec(withValue("name: a\nresources:\n", ["resources", "cpu"], 2)).value).toEqual({ name: "a", resources: { cpu: 2 } });
  expect(readSpec(withValue("resources: much\n", ["resources", "gpus", "count"], 2)).value).toEqual({ resources: { gpus: { count: 2 } } });
});

test("items are added, changed and taken out", () => {
  const one = withValue("name: a\n", ["inputs", 0], { dataset: "loans", version: 3, path: "data" });
  expect(one).toBe("name: a\ninputs:\n  - dataset: loans\n    version: 3\n    path: data\n");
  const two = withValue(one, ["inputs", 0, "path"], "in");
  expect(valueAt(readSpec(two).value, ["inputs", 0, "path"])).toBe("in");
  expect(withValue(two, ["inputs", 0], undefined)).toBe("name: a\n");
});

test("texts that look like numbers stay texts", () => {
  expect(valueAt(readSpec(withValue("", ["env", "LR"], "0.1")).value, ["env", "LR"])).toBe("0.1");
  expect(valueAt(readSpec(withValue("", ["env", "ON"], "true")).value, ["env", "ON"])).toBe("true");
  expect(valueAt(readSpec(withValue("", ["env", "N"], " x ")).value, ["env", "N"])).toBe(" x ");
});

test("a text that cannot be read is not changed", () => {
  expect(withValue("name: [", ["name"], "a")).toBe("name: [");
});

test("complaints name a path, and the path a place: of its value, or of what there is of it", () => {
  expect(pathOf("spec.resources.gpus.count")).toEqual(["resources", "gpus", "count"]);
  expect(pathOf("body.spec.inputs.0.path")).toEqual(["inputs", 0, "path"]);
  expect(pathOf("resources.cpu")).toEqual(["resources", "cpu"]);
  expect(pathOf("spec")).toEqual([]);
  expect(placeOfPath(text, ["resources", "gpus", "count"])).toEqual({ line: 6, column: 12 });
  expect(placeOfPath(text, ["resources", "memory"]).line).toBe(5);
  expect(placeOfPath(text, ["nowhere"])).toEqual({ line: 1, column: 1 });
});
