import { z } from "zod";
import { defineTask, requestTask, type TaskRequest } from "../kernel/index.ts";

/** Carries an import out. It may take hours; a worker that dies in the middle is followed by another that goes on. */
export const carryOutImport = defineTask({
  name: "imports.carry-out",
  payload: z.object({ importId: z.uuid() }),
  attempts: 5,
  timeoutMs: 7 * 24 * 3_600_000,
  handler: async () => (await import("./work/carry-out.ts")).carryOut,
});

/** While an import has a task that waits or runs, it gets no second one. */
export const requestCarryOut = (importId: string): TaskRequest => requestTask(carryOutImport, { importId }, `import:${importId}`);
