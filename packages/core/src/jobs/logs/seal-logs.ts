import { z } from "zod";
import { defineTask, requestTask, type TaskRequest } from "../../kernel/index.ts";
import type { AttemptKey } from "../store/log-reports.ts";

/** So much of a log may wait in rows: compressed bytes, or chunks of jobs that print little at a time. */
export const waitingMax = { bytes: 1_048_576, chunks: 500 } as const;

/** Moves lines of an attempt from rows into segments in the object storage. */
export const sealLogs = defineTask({
  name: "jobs.seal-logs",
  payload: z.object({ jobId: z.uuid(), attempt: z.int() }),
  attempts: 5,
  timeoutMs: 10 * 60_000,
  handler: async () => (await import("./seal-attempt.ts")).sealAttempt,
});

/** One at a time for each attempt. */
export const requestSealing = ({ jobId, attempt }: AttemptKey): TaskRequest =>
  requestTask(sealLogs, { jobId, attempt }, `${sealLogs.name}:${jobId}/${attempt}`);

/** Finds logs that nobody asked to seal, and lines that nobody told of: their process died. */
export const sweepLogs = defineTask({
  name: "jobs.sweep-logs",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 60_000,
  everyMs: 60_000,
  handler: async () => (await import("./sweep-logs.ts")).sweep,
});
