import { z } from "zod";
import { defineTask, requestTask, type TaskRequest } from "../../kernel/index.ts";
import type { AttemptKey } from "../store/log-reports.ts";

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
