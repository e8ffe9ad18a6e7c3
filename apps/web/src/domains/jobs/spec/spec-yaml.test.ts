import { JobSpec } from "@plumbline/contracts/jobs/spec";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { specYaml } from "./spec-yaml.ts";

test("a spec reads as somebody would have written it", () => {
  const spec = JobSpec.parse({
    name: "train",
    command: ["python", "train.py", "--lr", "0.1"],
    resources: { gpus: { count: 4, flavour: "h100" }, memory: "64Gi" },
    inputs: [{ dataset: "loans", version: 3, path: "data" }],
  });
  expect(specYaml(spec)).toBe(`name: train
command: [python, train.py, --lr, "0.1"]
inputs:
  - dataset: loans
    version: 3
    path: data
resources:
  memory: 64Gi
  gpus:
    count: 4
    flavour: h100
`);
  expect(JobSpec.parse(parse(specYaml(spec)))).toEqual(spec);
});

test("a command of many lines keeps them, however long they are", () => {
  const long = `print("${"x".repeat(200)} ${"y".repeat(200)}")`;
  const spec = JobSpec.parse({ name: "train", command: ["bash", "-c", `set -e\n${long}\n`] });
  expect(specYaml(spec)).toContain(`- |\n    set -e\n    ${long}\n`);
  expect(JobSpec.parse(parse(specYaml(spec)))).toEqual(spec);
});
