import type { Job } from "@plumbline/contracts/jobs/job";

/** When a running job ends, and how that is known. */
export interface JobEnd {
  /** The time that is most likely, or the latest possible. */
  to: number;
  basis: "said" | "progress" | "limit";
}

type Running = Pick<Job, "state" | "progress" | "timeLimitSeconds"> & { runningAt: number | undefined };

/** Progress below this says nothing of the rest yet. */
const leastFraction = 0.02;

/** As the program says itself, else as its progress goes, else at its time limit; undefined while nothing runs. */
export function endOf({ state, progress, runningAt, timeLimitSeconds }: Running): JobEnd | undefined {
  if (state !== "running" || runningAt === undefined) return undefined;
  const latest = runningAt + timeLimitSeconds * 1000;
  const at = progress === null ? undefined : Date.parse(progress.at);
  if (at !== undefined && progress?.remainingSeconds != null)
    return { to: Math.min(latest, at + progress.remainingSeconds * 1000), basis: "said" };
  const fraction = progress?.fraction ?? 0;
  if (at !== undefined && fraction >= leastFraction && fraction < 1 && at > runningAt) {
    return { to: Math.min(latest, runningAt + (at - runningAt) / fraction), basis: "progress" };
  }
  return { to: latest, basis: "limit" };
}

export const endBasisText: Readonly<Record<JobEnd["basis"], string>> = {
  said: "as the job says",
  progress: "at its pace so far",
  limit: "at its time limit",
};
