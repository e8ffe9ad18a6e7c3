import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";

export const RuntimeName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, "lower-case letters, digits, dots and hyphens");

/** How programs are given their environment: an image on a cluster, packages of Python on the local executor. */
export const RuntimeBody = z.object({
  description: z.string().trim().max(1000).default(""),
  /** Container image, with its digest. Null: the runtime is for the local executor alone. */
  image: z
    .string()
    .max(500)
    .regex(/^[^\s@]+@sha256:[0-9a-f]{64}$/, "an image with its digest, such as name@sha256:…")
    .nullable()
    .default(null),
  /** Requirements as pip reads them; on the local executor they become an environment of their own. */
  packages: z.array(z.string().trim().min(1).max(300)).max(300).default([]),
  accelerators: z
    .array(z.enum(["none", "nvidia", "amd"]))
    .min(1)
    .default(["none"]),
  /** Set for every job that uses it. */
  env: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
        .max(200),
      z.string().max(10_000),
    )
    .default({}),
});

/** The standard environment that jobs train in. A version never changes. */
export const TrainingRuntime = RuntimeBody.extend({
  name: z.string(),
  version: z.int(),
  createdBy: Actor,
  createdAt: Instant,
  retiredAt: Instant.nullable(),
  /** Jobs of the workspace that used this version. */
  jobs: z.int(),
});
export type TrainingRuntime = z.infer<typeof TrainingRuntime>;

const RuntimeRef = z.object({ runtime: RuntimeName });

export const listRuntimes = operation({
  id: "jobs.listRuntimes",
  method: "GET",
  path: "/training-runtimes",
  summary: "Lists the training runtimes of the platform, all versions, newest first.",
  response: z.object({ items: z.array(TrainingRuntime) }),
  permission: "job:read",
  audit: reading,
});

export const putRuntime = operation({
  id: "jobs.putRuntime",
  method: "PUT",
  path: "/training-runtimes/:runtime",
  summary: "Makes a training runtime, or its next version. What is there already answers as it is.",
  params: RuntimeRef,
  body: RuntimeBody,
  response: TrainingRuntime,
  permission: "platform:compute",
  audit: "jobs.runtime.put",
});

export const retireRuntime = operation({
  id: "jobs.retireRuntime",
  method: "DELETE",
  path: "/training-runtimes/:runtime",
  summary: "Retires all versions of a runtime: no new spec may name it; jobs run again keep it.",
  params: RuntimeRef,
  response: Empty,
  permission: "platform:compute",
  audit: "jobs.runtime.retire",
});

export const runtimeOperations = [listRuntimes, putRuntime, retireRuntime] as const;
