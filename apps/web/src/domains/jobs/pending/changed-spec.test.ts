import { JobSpec } from "@plumbline/contracts/jobs/spec";
import { expect, test } from "vitest";
import { changedSpec } from "./changed-spec.ts";

const spec = JobSpec.parse({
  name: "train",
  command: ["true"],
  cluster: "fra-1",
  resources: { cpu: 8, gpus: { count: 4, flavour: "h100", mig: "1g.10gb" } },
});

test("another flavour keeps all but the cluster and the slice, which belong to the old one", () => {
  const changed = changedSpec(spec, { kind: "switch-flavour", action: { flavour: "a100" } });
  expect(changed?.resources).toEqual({ ...spec.resources, gpus: { count: 4, flavour: "a100" } });
  expect(changed?.cluster).toBeUndefined();
  expect(changed?.name).toBe("train");
});

test("fewer GPUs change the count alone", () => {
  const changed = changedSpec(spec, { kind: "fewer-gpus", action: { gpus: 3 } });
  expect(changed).toEqual({ ...spec, resources: { ...spec.resources, gpus: { ...spec.resources.gpus, count: 3 } } });
});

test("what is no change of the spec is none", () => {
  expect(changedSpec(spec, { kind: "fewer-gpus", action: { gpus: 0 } })).toBeUndefined();
  expect(changedSpec(spec, { kind: "switch-flavour", action: null })).toBeUndefined();
  expect(changedSpec(spec, { kind: "suspend-own", action: { jobId: "x" } })).toBeUndefined();
  const cpu = JobSpec.parse({ name: "train", command: ["true"] });
  expect(changedSpec(cpu, { kind: "fewer-gpus", action: { gpus: 1 } })).toBeUndefined();
});
