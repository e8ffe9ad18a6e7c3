import { z } from "zod";
import { defineTask } from "./task.ts";
import { prune } from "./task-store.ts";

/** Forgets ended tasks after a week and kept answers of retried requests after a day. */
export const pruneKernel = defineTask({
  name: "kernel.prune",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 60_000,
  everyMs: 3_600_000,
  handler:
    async () =>
    async ({ deps }) => {
      await deps.db.transaction({ role: "system" }, prune);
    },
});
