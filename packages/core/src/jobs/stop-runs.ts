import { jobTitle } from "@plumbline/contracts/jobs/job";
import { onStopRuns } from "../experiments/index.ts";
import { recordAct, workspaceOf } from "../kernel/index.ts";
import { hintJob, holdJobsOfRuns, setWish } from "./store/jobs.ts";

/** Runs of jobs are stopped by cancelling their jobs, under the rule of `cancelJob`. */
onStopRuns(async (ctx, runIds) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const stopped = new Map<string, true | string>();
  for (const job of await holdJobsOfRuns(ctx.tx, workspaceId, runIds)) {
    if (job.submitted_by !== ctx.actor.id && !ctx.permissions.has("job:manage")) {
      stopped.set(job.run_id, `${jobTitle(job)} is somebody else's: stopping it needs "job:manage".`);
      continue;
    }
    stopped.set(job.run_id, true);
    if (job.wish === "cancel") continue;
    await setWish(ctx.tx, workspaceId, { id: job.id, wish: "cancel" });
    hintJob(ctx.tx, workspaceId, job.id);
    recordAct(ctx.tx, ctx, {
      audit: {
        action: "jobs.job.cancel",
        outcome: "done",
        subject: { kind: "job", id: job.id },
        before: { wish: job.wish },
        after: { wish: "cancel" },
      },
      changes: [{ topic: "job", subject: job.id, kind: "cancel" }],
      now: ctx.now,
    });
  }
  return stopped;
});
