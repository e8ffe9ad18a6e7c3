import * as contract from "@plumbline/contracts/jobs/job";
import { secondsOfDuration } from "@plumbline/contracts/jobs/spec";
import { query } from "../kernel/index.ts";
import { forecastSubmit } from "../quotas/index.ts";
import { placeSpec } from "./capacity.ts";
import { checkSpec } from "./create-job.ts";
import { checkExecutor } from "./resolve/check-executor.ts";
import { createProblemList } from "./resolve/problem-list.ts";

/** Changes nothing: also an experiment that is not there is only made by submitting. */
export const previewJob = query(contract.previewJob, async (ctx, { spec }) => {
  const problems = createProblemList();
  const resolved = await checkSpec(ctx, { spec }, problems);
  const placement = await placeSpec(ctx, spec);
  checkExecutor(spec, resolved, { executor: placement.executor, problems });
  const forecast = await forecastSubmit(ctx, placement, { priority: spec.priority, timeLimitSeconds: secondsOfDuration(spec.timeLimit) });
  const own = problems.fields.map(({ path, message }) => ({ path: path.replace(/^spec\./, ""), message }));
  return { resolved, forecast: { ...forecast, problems: [...own, ...forecast.problems] } };
});
