import { jobTitle } from "@plumbline/contracts/jobs/job";
import { AppError, type Ctx, notFound, workspaceOf } from "../kernel/index.ts";
import { type JobDetailRow, lockJob } from "./store/jobs.ts";

/** A job that the caller may act on, held until the end of the transaction. */
export async function heldJob(ctx: Ctx, id: string): Promise<JobDetailRow> {
  const row = await lockJob(ctx.tx, workspaceOf(ctx).id, id);
  if (!row) throw notFound("job", id);
  if (row.submitted_by === ctx.actor.id || ctx.permissions.has("job:manage")) return row;
  throw new AppError(
    "forbidden",
    `${jobTitle(row)} is somebody else's. Ask them, or an engineer of the workspace: that needs "job:manage".`,
    {
      params: { reason: "not-own-job" },
    },
  );
}

/** As `heldJob`, of a job that has not ended and is not being cancelled. */
export async function heldUnfinishedJob(ctx: Ctx, id: string): Promise<JobDetailRow> {
  const row = await heldJob(ctx, id);
  if (row.ended_at) throw hasEnded(row);
  if (row.wish === "cancel")
    throw new AppError("conflict", `${jobTitle(row)} is being cancelled.`, { params: { reason: "job-cancelled" } });
  return row;
}

export const hasEnded = (row: JobDetailRow): AppError =>
  new AppError("conflict", `${jobTitle(row)} has ended already: it ${row.state === "cancelled" ? "was cancelled" : row.state}.`, {
    params: { reason: "job-ended" },
  });

/** Secrets are handed only to jobs of those who may use them. */
export function checkMayUseSecrets(ctx: Ctx, { secrets }: JobDetailRow["spec"]): void {
  if (Object.keys(secrets).length === 0 || ctx.permissions.has("secret:use")) return;
  throw new AppError("forbidden", 'Jobs with secrets need the permission "secret:use".', {
    fields: [{ path: "spec.secrets", message: 'needs the permission "secret:use"' }],
  });
}
