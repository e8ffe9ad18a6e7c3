import * as contract from "@plumbline/contracts/jobs/job";
import { AppError, type Ctx, command, workspaceOf } from "../kernel/index.ts";
import { hasEnded, heldJob, heldUnfinishedJob } from "./job-rights.ts";
import { viewJob } from "./job-view.ts";
import type { JobWish } from "./rules/facts.ts";
import { findJob, hintJob, type JobDetailRow, setWish } from "./store/jobs.ts";

/** Asking again is no mistake. */
export const cancelJob = command(contract.cancelJob, async (ctx, { job }) => {
  const row = await heldJob(ctx, job);
  if (row.ended_at) throw hasEnded(row);
  return change(ctx, row, "cancel");
});

export const suspendJob = command(contract.suspendJob, async (ctx, { job }) => change(ctx, await heldUnfinishedJob(ctx, job), "suspend"));

export const resumeJob = command(contract.resumeJob, async (ctx, { job }) => {
  const row = await heldUnfinishedJob(ctx, job);
  if (row.wish === "suspend") return change(ctx, row, "run");
  throw new AppError("conflict", `${contract.jobTitle(row)} is not suspended.`, { params: { reason: "job-not-suspended" } });
});

/** What follows from a wish, the reconciler does: it is told to look at once. */
async function change(ctx: Ctx, row: JobDetailRow, wish: JobWish) {
  const { id: workspaceId } = workspaceOf(ctx);
  if (row.wish !== wish) {
    await setWish(ctx.tx, workspaceId, { id: row.id, wish });
    hintJob(ctx.tx, workspaceId, row.id);
  }
  const after = (await findJob(ctx.tx, workspaceId, row.id)) ?? row;
  return {
    result: await viewJob(ctx, after),
    subject: { kind: "job", id: row.id },
    before: { wish: row.wish, state: row.state },
    after: { wish },
    changes: [{ topic: "job", subject: row.id, kind: wish }],
  };
}
