import { workspaceOf } from "../kernel/index.ts";
import { registerHolderModels } from "../quotas/index.ts";
import { selectModelsOfJobs } from "./store/models-of-jobs.ts";

/** Quotas show hours by model: those that were registered from the runs of jobs. */
registerHolderModels(async (ctx, jobIds) => {
  const rows = await selectModelsOfJobs(ctx.tx, workspaceOf(ctx).id, jobIds);
  return new Map([...Map.groupBy(rows, ({ job_id }) => job_id)].map(([id, models]) => [id, models.map(({ model }) => model)]));
});
