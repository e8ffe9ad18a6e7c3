import { z } from "zod";
import { defineTask } from "../../kernel/index.ts";

/** Writes to a cluster what waits for it. */
export const writeToCluster = defineTask({
  name: "clusters.write",
  payload: z.object({ clusterId: z.uuid() }),
  attempts: 10,
  timeoutMs: 120_000,
  handler: async () => (await import("./write-waiting.ts")).writeWaiting,
});
