import { z } from "zod";
import { defineTask } from "../kernel/index.ts";
import { pruneSignIns } from "./store/sessions.ts";

/** Forgets sessions that ended a month ago and counters of wrong passwords whose window is over. */
export const pruneAccess = defineTask({
  name: "access.prune",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 60_000,
  everyMs: 3_600_000,
  handler:
    async () =>
    async ({ deps }) => {
      await deps.db.transaction({ role: "system" }, (tx) => pruneSignIns(tx, deps.now()));
    },
});
