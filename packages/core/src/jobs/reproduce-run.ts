import { jobTitle } from "@plumbline/contracts/jobs/job";
import * as contract from "@plumbline/contracts/jobs/reproduce";
import { AppError, command, workspaceOf } from "../kernel/index.ts";
import { createJob } from "./create-job.ts";
import { checkMayUseSecrets } from "./job-rights.ts";
import { toDetail } from "./job-view.ts";
import type { ReproductionCheck } from "./rules/compare-metrics.ts";
import { findJobOfRun } from "./store/jobs.ts";
import { findRunMetrics } from "./store/resolving.ts";
import { queuedChange, submittedFacts } from "./submit-job.ts";

/** Metrics that one check compares. */
const metricsMax = 500;

export const reproduceRun = command(contract.reproduceRun, async (ctx, { runId, tolerance, metrics }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const before = await findJobOfRun(ctx.tx, workspaceId, runId);
  if (!before) {
    throw new AppError("not-found", `The run "${runId}" is of no job here, so it is not known how it was made.`, {
      params: { noun: "job of a run", id: runId },
    });
  }
  if (!before.ended_at) {
    throw new AppError("conflict", `${jobTitle(before)}, which the run is of, has not ended. Wait until it has.`, {
      params: { reason: "job-unfinished" },
    });
  }
  checkMayUseSecrets(ctx, before.spec);
  const values = await findRunMetrics(ctx.tx, workspaceId, { runId, limit: metricsMax + 1 });
  const check = checkOf({ values, tolerance, metrics });
  const origin = { purpose: "reproduce", repeatsJobId: before.id, repeatsRunId: runId, check } as const;
  const row = await createJob(ctx, { spec: before.spec, resolved: before.resolved, origin });
  return {
    result: await toDetail(ctx, row),
    subject: { kind: "job", id: row.id },
    after: { ...submittedFacts(row), repeats: before.id, runId, tolerance, metrics },
    changes: [queuedChange(row)],
  };
});

interface Wanted {
  readonly values: readonly { readonly key: string; readonly value: number }[];
  readonly tolerance: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** What is compared at the end, as it is now: the run may change until then. Metrics of the machine are none of the model. */
function checkOf({ values, tolerance, metrics }: Wanted): ReproductionCheck {
  const known = new Map(values.map(({ key, value }) => [key, value]));
  const missing = Object.keys(metrics).filter((name) => !known.has(name));
  if (missing.length > 0) {
    const fields = missing.map((name) => ({ path: `metrics.${name}`, message: "the run has no such metric" }));
    throw new AppError("invalid", `The run has no metric "${missing[0]}".`, { fields });
  }
  const named = Object.keys(metrics).length > 0;
  const compared = values.filter(({ key }) => (named ? key in metrics : !key.startsWith("system/"))).slice(0, metricsMax);
  if (compared.length === 0) {
    throw new AppError("conflict", "The run has no metrics that could be compared.", { params: { reason: "no-metrics" } });
  }
  return { metrics: compared.map(({ key, value }) => ({ name: key, original: value, tolerance: metrics[key] ?? tolerance })) };
}
