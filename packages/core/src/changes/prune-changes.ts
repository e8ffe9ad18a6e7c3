import { z } from "zod";
import { defineTask } from "#src/kernel/index.ts";
import { deleteBefore } from "./store.ts";

const keptMs = 3 * 24 * 3_600_000;

/** Deletes changes older than three days; a stream that resumes later reads everything anew. */
export const pruneChanges = defineTask({
  name: "changes.prune",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 60_000,
  everyMs: 3_600_000,
  handler:
    async () =>
    async ({ deps }) => {
      await deps.db.transaction({ role: "system" }, (tx) => deleteBefore(tx, new Date(deps.now().getTime() - keptMs)));
    },
});
