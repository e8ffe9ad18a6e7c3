import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { lastCheckpoint } from "./last-checkpoint.ts";

type Stopped = Pick<JobDetail, "state" | "spec" | "attemptList">;

const isUnderWay = ({ state }: Stopped): boolean => state === "starting" || state === "running" || state === "stopping";

/** What cancelling takes away, and what stays. */
export function cancelText(job: Stopped): string {
  if (!isUnderWay(job)) return "It leaves the line and does not run. Its spec stays here, to be cloned or run again.";
  const grace = job.spec.checkpoint ? `It is asked to end and has ${job.spec.checkpoint.graceSeconds} seconds to write a checkpoint. ` : "";
  return `${grace}What it has logged, its files and its log stay. It cannot be resumed; its spec can be run again.`;
}

/** What suspending costs. */
export function suspendText(job: Stopped): string {
  if (!isUnderWay(job)) return "It leaves the line until it is resumed, and then joins its end.";
  const { checkpoint } = job.spec;
  if (!checkpoint) {
    return "Its spec names no checkpoint: resumed, it begins anew, and what it has computed since its start is lost. What it has logged stays.";
  }
  const last = lastCheckpoint(job.attemptList);
  const known = last ? "" : " It has written none yet.";
  return `It has ${checkpoint.graceSeconds} seconds to write a checkpoint, then frees what it holds.${known} Resumed, it joins the line and goes on from its last checkpoint.`;
}
