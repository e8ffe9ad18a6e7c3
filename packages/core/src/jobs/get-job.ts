import * as contract from "@plumbline/contracts/jobs/job";
import { notFound, query, workspaceOf } from "../kernel/index.ts";
import { toDetail } from "./job-view.ts";
import { findJob } from "./store/jobs.ts";

export const getJob = query(contract.getJob, async (ctx, { job }) => {
  const row = await findJob(ctx.tx, workspaceOf(ctx).id, job);
  if (!row) throw notFound("job", job);
  return toDetail(ctx, row);
});
