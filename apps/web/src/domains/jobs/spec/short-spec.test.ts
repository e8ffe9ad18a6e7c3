import { JobSpec } from "@plumbline/contracts/jobs/spec";
import { expect, test } from "vitest";
import { shortSpec } from "./short-spec.ts";

const least = { name: "train", command: ["python", "train.py"] };
const full = {
  ...least,
  kind: "evaluation",
  launcher: false,
  runtime: "torch@3",
  source: { archive: "a".repeat(64) },
  env: { LR: "0.1" },
  secrets: { HF_TOKEN: "hub" },
  inputs: [{ dataset: "loans", version: 3, path: "data/loans" }],
  mounts: [{ cache: "weights", path: "/cache", size: "10Gi" }],
  resources: { cpu: 8, memory: "2Gi", sharedMemory: "4Gi", gpus: { count: 2, flavour: "h100" } },
  nodes: 2,
  processesPerNode: 2,
  topology: "rack",
  priority: "high",
  timeLimit: "6h",
  retries: { userFailure: 2 },
  checkpoint: { path: "checkpoints" },
  experiment: "credit",
  tags: { team: "risk" },
  cluster: "fra-1",
};

test("of a spec that says nothing more, nothing more is left", () => {
  expect(shortSpec(JobSpec.parse(least))).toEqual(least);
});

test.each([least, full, { ...least, image: "python:3.12", env: {} }])("the short form of %j means the same", (written) => {
  const spec = JobSpec.parse(written);
  expect(JobSpec.parse(shortSpec(spec))).toEqual(spec);
});

test("every part of a spec has a place in it", () => {
  const { image: _image, ...parts } = JobSpec.shape;
  expect(Object.keys(shortSpec(JobSpec.parse(full))).sort()).toEqual(Object.keys(parts).sort());
  const short = shortSpec(JobSpec.parse(full));
  expect(short.resources).toEqual({ cpu: 8, sharedMemory: "4Gi", gpus: { count: 2, flavour: "h100" } });
  expect(Object.keys(short)[0]).toBe("name");
});
