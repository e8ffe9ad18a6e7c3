import * as contract from "@plumbline/contracts/jobs/job";
import { command, notFound, workspaceOf } from "../kernel/index.ts";
import { createJob } from "./create-job.ts";
import { checkMayUseSecrets } from "./job-rights.ts";
import { toDetail } from "./job-view.ts";
import { findJob } from "./store/jobs.ts";
import { queuedChange, submittedFacts } from "./submit-job.ts";

/** The same spec with what its names meant then, submitted by whoever asks. */
export const rerunJob = command(contract.rerunJob, async (ctx, { job }) => {
  const before = await findJob(ctx.tx, workspaceOf(ctx).id, job);
  if (!before) throw notFound("job", job);
  checkMayUseSecrets(ctx, before.spec);
  const origin = { purpose: "rerun", repeatsJobId: before.id, repeatsRunId: before.run_id, check: null } as const;
  const row = await createJob(ctx, { spec: before.spec, resolved: before.resolved, origin });
  return {
    result: await toDetail(ctx, row),
    subject: { kind: "job", id: row.id },
    after: { ...submittedFacts(row), repeats: before.id },
    changes: [queuedChange(row)],
  };
});
