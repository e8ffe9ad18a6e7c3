import { z } from "zod";
import { defineTask, requestTask, type TaskRequest } from "../kernel/index.ts";
import { startsMax } from "./starts-max.ts";

/** Makes a piece of evidence. */
export const produceTask = defineTask({
  name: "evidence.produce",
  payload: z.object({ productionId: z.uuid() }),
  attempts: startsMax,
  timeoutMs: 60 * 60_000,
  handler: async () => (await import("./run-production.ts")).runProduction,
});

/** While a production has a task that waits or runs, it gets no second one. */
export const requestProduction = (productionId: string): TaskRequest =>
  requestTask(produceTask, { productionId }, `evidence-production:${productionId}`);
