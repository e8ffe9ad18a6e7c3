import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant } from "#src/page.ts";
import { RunRef } from "./run.ts";

/** `rows`: of runs, params, tags and summaries of metrics. `pointBytes`: as they lie packed. Files with equal bytes count each. */
const Use = z.object({
  rows: z.int(),
  points: z.int(),
  pointBytes: z.int(),
  artifacts: z.int(),
  artifactBytes: z.int(),
});
export const RunStorage = Use;
export type RunStorage = z.infer<typeof RunStorage>;

const ExperimentUse = Use.extend({ runs: z.int(), deletedRuns: z.int() });
export const ExperimentStorage = ExperimentUse.extend({ experimentId: z.string(), name: z.string(), isDeleted: z.boolean() });
export type ExperimentStorage = z.infer<typeof ExperimentStorage>;

/** Experiments that the answer names; `total` counts all. */
export const storedExperimentsMax = 100;

export const WorkspaceStorage = z.object({
  /** Null until the first measurement, which follows within a day. */
  measuredAt: Instant.nullable(),
  total: ExperimentUse,
  /** Those that take most. */
  experiments: z.array(ExperimentStorage),
});
export type WorkspaceStorage = z.infer<typeof WorkspaceStorage>;

export const getStorage = operation({
  id: "experiments.getStorage",
  method: "GET",
  path: "/storage",
  summary: "Tells what the runs of the workspace take, all together and by experiment, as of the last measurement; it is taken every day.",
  response: WorkspaceStorage,
  permission: "experiment:read",
  audit: reading,
});

export const getRunStorage = operation({
  id: "experiments.getRunStorage",
  method: "GET",
  path: "/runs/:runId/storage",
  summary: "Tells what a run takes now: rows, points and files.",
  params: RunRef,
  response: RunStorage,
  permission: "run:read",
  audit: reading,
});

export const storageOperations = [getStorage, getRunStorage] as const;
