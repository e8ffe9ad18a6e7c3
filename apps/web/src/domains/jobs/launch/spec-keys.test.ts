import { JobInput, JobMount, JobPriority, JobResources, JobRetries, JobSource, JobSpec } from "@plumbline/contracts/jobs/spec";
import { expect, test } from "vitest";
import { specKeys } from "./spec-keys.ts";

const names = (keys: object | undefined): string[] => Object.keys(keys ?? {}).sort();
const union = (schema: { options: readonly { shape: object }[] }): string[] => [
  ...new Set(schema.options.flatMap(({ shape }) => Object.keys(shape))),
];

test("every key of a spec is offered, and no other", () => {
  expect(names(specKeys)).toEqual(names(JobSpec.shape));
  expect(names(specKeys.resources?.keys)).toEqual(names(JobResources.shape));
  expect(names(specKeys.retries?.keys)).toEqual(names(JobRetries.shape));
  expect(names(specKeys.inputs?.keys)).toEqual(union(JobInput).sort());
  expect(names(specKeys.mounts?.keys)).toEqual(union(JobMount).sort());
  expect(names(specKeys.source?.keys)).toEqual(union(JobSource).sort());
  expect(names(specKeys.resources?.keys?.gpus?.keys)).toEqual(names(JobResources.shape.gpus.unwrap().shape));
  expect(names(specKeys.checkpoint?.keys)).toEqual(names(JobSpec.shape.checkpoint.unwrap().shape));
});

test("what is one of a few is offered whole", () => {
  expect(specKeys.priority?.values).toEqual(JobPriority.options);
  expect(specKeys.kind?.values).toEqual(JobSpec.shape.kind.unwrap().options);
  expect(specKeys.topology?.values).toEqual(JobSpec.shape.topology.unwrap().options);
});
