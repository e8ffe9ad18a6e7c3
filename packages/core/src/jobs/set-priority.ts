import * as contract from "@plumbline/contracts/jobs/job";
import { AppError, command, workspaceOf } from "../kernel/index.ts";
import { setClaimPriority } from "../quotas/index.ts";
import { holderOf } from "./capacity.ts";
import { heldUnfinishedJob } from "./job-rights.ts";
import { viewJob } from "./job-view.ts";
import { findJob, hintJob, setPriority } from "./store/jobs.ts";

const waiting: readonly contract.JobState[] = ["queued", "waiting", "suspended"];

export const setJobPriority = command(contract.setJobPriority, async (ctx, { job, priority }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await heldUnfinishedJob(ctx, job);
  if (!waiting.includes(row.state)) {
    throw new AppError("conflict", `${contract.jobTitle(row)} does not wait: its priority counts no more.`, {
      params: { reason: "job-not-waiting" },
    });
  }
  if (row.executor === "kubernetes" && row.state === "queued") {
    throw new AppError(
      "conflict",
      `${contract.jobTitle(row)} waits in the queue of its cluster with the priority that it was given. Cancel it and submit it anew.`,
      {
        params: { reason: "job-queued-on-cluster" },
      },
    );
  }
  await setPriority(ctx.tx, workspaceId, { id: row.id, priority });
  await setClaimPriority(ctx, holderOf(row.id), priority);
  hintJob(ctx.tx, workspaceId, row.id);
  const after = (await findJob(ctx.tx, workspaceId, row.id)) ?? row;
  return {
    result: await viewJob(ctx, after),
    subject: { kind: "job", id: row.id },
    before: { priority: row.priority },
    after: { priority },
    changes: [{ topic: "job", subject: row.id, kind: "priority" }],
  };
});
