import * as contract from "@plumbline/contracts/jobs/job";
import { command } from "../kernel/index.ts";
import { createJob, submitted } from "./create-job.ts";
import { checkMayUseSecrets } from "./job-rights.ts";
import { toDetail } from "./job-view.ts";
import type { JobDetailRow } from "./store/jobs.ts";

export const submitJob = command(contract.submitJob, async (ctx, { spec }) => {
  checkMayUseSecrets(ctx, spec);
  const row = await createJob(ctx, { spec, origin: submitted });
  return {
    result: await toDetail(ctx, row),
    subject: { kind: "job", id: row.id },
    after: submittedFacts(row),
    changes: [queuedChange(row)],
  };
});

/** What the audit log keeps of a job. The values of its environment are not among it. */
export const submittedFacts = (row: JobDetailRow) => ({
  title: contract.jobTitle(row),
  kind: row.kind,
  executor: row.executor,
  command: row.spec.command[0] ?? "",
  source: row.resolved.source,
  runtime: row.resolved.runtime,
  inputs: row.resolved.inputs.map(({ kind, name, sha256 }) => ({ kind, name, sha256 })).slice(0, 50),
  secrets: Object.values(row.spec.secrets),
  gpus: row.gpus,
  timeLimitSeconds: row.time_limit_seconds,
});

export const queuedChange = (row: Pick<JobDetailRow, "id">) => ({ topic: "job", subject: row.id, kind: "queued" });
