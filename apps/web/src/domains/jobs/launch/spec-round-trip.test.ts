import { JobSpec } from "@plumbline/contracts/jobs/spec";
import { expect, test } from "vitest";
import { specYaml } from "../spec/spec-yaml.ts";
import { commandText, commandWords } from "./command-text.ts";
import { readSpec, type SpecPath, valueAt, withValue } from "./spec-document.ts";
import { type SpecKey, specKeys } from "./spec-keys.ts";

/** Every field that a spec can have, none as it would be anyway; what excludes another is in `others`. */
const full = {
  name: "train",
  kind: "evaluation",
  runtime: "torch@3",
  source: { archive: "a".repeat(64) },
  command: ["bash", "-c", "set -e\npython 'train it.py' --lr 0.1\n", "", "true"],
  launcher: false,
  env: { LR: "0.1", EMPTY: "", LINES: "one\ntwo\n", YES: "yes" },
  secrets: { HF_TOKEN: "hub" },
  inputs: [
    { dataset: "loans", version: 3, path: "data/loans" },
    { model: "credit", version: 2, path: "models/credit" },
    { run: "0123456789abcdef", artifact: "model/weights.pt", path: "files/weights.pt" },
  ],
  mounts: [
    { claim: "loans", path: "/data", readOnly: false },
    { cache: "weights", path: "/cache", size: "10Gi" },
  ],
  resources: { cpu: 7.5, memory: "64Gi", sharedMemory: "8Gi", disk: "1Ti", gpus: { count: 2, flavour: "h100", mig: "1g.10gb" } },
  nodes: 2,
  processesPerNode: 4,
  topology: "rack",
  priority: "high",
  timeLimit: "6h",
  retries: { userFailure: 1, outOfMemory: 2, infrastructure: 4, preempted: 5, backoffSeconds: 60 },
  checkpoint: { path: "checkpoints", graceSeconds: 120 },
  experiment: "Credit: default",
  tags: { team: "risk", "mlflow.note.content": "# no comment" },
  cluster: "fra-1",
} satisfies Record<keyof Omit<JobSpec, "image">, unknown>;

const { runtime: _runtime, source: _source, ...rest } = full;
const git = { url: "https://git.example/team/model.git", commit: "b".repeat(40), directory: "train" };
const others = { ...rest, image: "registry.example/train@sha256:1", source: { git } };

type Leaf = readonly [SpecPath, unknown];

/** What a field of the form sets: single values, a list of words, an input or a mount as a whole. */
function leavesOf(value: unknown, path: SpecPath = []): Leaf[] {
  const isInner = typeof value === "object" && value !== null && path[0] !== "command";
  return isInner ? Object.entries(value).flatMap(([name, each]) => leavesOf(each, [...path, key(value, name)])) : [[path, value]];
}
const key = (parent: unknown, name: string): string | number => (Array.isArray(parent) ? Number(name) : name);

const meaning = (text: string) => JobSpec.parse(readSpec(text).value);

test.each([
  ["a runtime and an archive", full],
  ["an image and a commit", others],
])("what fields write of %s, one after the other, is the spec; and what they take out is gone", (_, written) => {
  const leaves = leavesOf(written);
  const text = leaves.reduce((last, [path, value]) => withValue(last, path, value), "");
  expect(readSpec(text).value).toEqual(written);
  expect(meaning(text)).toEqual(JobSpec.parse(written));
  expect(leaves.toReversed().reduce((last, [path]) => withValue(last, path, undefined), text)).toBe("");
});

test.each([
  ["a runtime and an archive", full],
  ["an image and a commit", others],
])("a field shows what the text says of %s, and writing it again changes nothing", (_, written) => {
  const text = specYaml(JobSpec.parse(written));
  expect(meaning(text)).toEqual(JobSpec.parse(written));
  for (const [path, value] of leavesOf(written)) {
    expect(valueAt(readSpec(text).value, path), path.join(".")).toEqual(value);
    expect(readSpec(withValue(text, path, value)).value, path.join(".")).toEqual(readSpec(text).value);
  }
});

test("the two together say everything that a spec can say", () => {
  const names = (keys: Readonly<Record<string, SpecKey>>, before = ""): string[] =>
    Object.entries(keys).flatMap(([name, { keys: inner }]) => (inner ? names(inner, `${before}${name}.`) : [`${before}${name}`]));
  const said = new Set(
    [full, others].flatMap((written) => leavesOf(written).map(([path]) => path.filter((part) => typeof part === "string").join("."))),
  );
  const missing = names(specKeys).filter((name) => ![...said].some((each) => each === name || each.startsWith(`${name}.`)));
  expect(missing).toEqual([]);
});

test("a command reads in its field as the words that it is", () => {
  expect(commandWords(commandText(full.command))).toEqual(full.command);
});
