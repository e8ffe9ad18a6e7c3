import { z } from "zod";
import { operation } from "#src/operation.ts";
import { AttemptRef } from "./log.ts";
import { RelativePath } from "./spec.ts";

export const checkpointLimits = { files: 2000 } as const;

/** A file of a checkpoint, below the checkpoint's path of the spec. */
const CheckpointFile = z.object({
  path: RelativePath,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256, in hex"),
  sizeBytes: z.int().min(0),
});
export type CheckpointFile = z.infer<typeof CheckpointFile>;

/** All that a checkpoint is made of: an attempt begins with exactly these files. */
export const Checkpoint = z.object({
  /** What the program last said of it. */
  step: z.int().min(0).nullable().default(null),
  files: z.array(CheckpointFile).min(1).max(checkpointLimits.files),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** Only the token of the attempt itself may keep its checkpoint. */
export const keepCheckpoint = operation({
  id: "jobs.keepCheckpoint",
  method: "PUT",
  path: "/jobs/:job/attempts/:attempt/checkpoint",
  summary:
    "Names the files that are an attempt's checkpoint, in the place of those before. Each is an artifact of the run already, below `checkpoints/attempt-<number>/<first 16 digits of its SHA-256>`.",
  params: AttemptRef,
  body: Checkpoint,
  response: z.object({ files: z.int(), sizeBytes: z.int() }),
  permission: "job:report",
  audit: { none: "its files and the list of them are audited as artifacts" },
  rateLimit: "ingest",
});

export const jobCheckpointOperations = [keepCheckpoint] as const;
