import * as contract from "@plumbline/contracts/jobs/job";
import { AppError, command, notFound, workspaceOf } from "../kernel/index.ts";
import { insertFollower, removeFollower } from "./store/followers.ts";
import { findJob } from "./store/jobs.ts";

export const notifyOnStart = command(contract.notifyOnStart, async (ctx, { job, onStart }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  if (ctx.actor.kind !== "user") throw new AppError("invalid", "Only people have an inbox. Ask as yourself, not as a service account.");
  const row = await findJob(ctx.tx, workspaceId, job);
  if (!row) throw notFound("job", job);
  const follower = { jobId: row.id, userId: ctx.actor.id };
  await (onStart ? insertFollower(ctx.tx, workspaceId, follower) : removeFollower(ctx.tx, workspaceId, follower));
  return { result: { onStart }, subject: { kind: "job", id: row.id } };
});
