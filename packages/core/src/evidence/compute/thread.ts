import { parentPort, workerData } from "node:worker_threads";
import { StatsError } from "@plumbline/stats";
import { type ChampionJob, runChampionJob } from "./champion-job.ts";
import { type FairnessJob, runFairnessJob } from "./fairness-job.ts";

export type Job = ChampionJob | FairnessJob;

export type ThreadMessage =
  | { readonly kind: "progress"; readonly progress: number }
  | { readonly kind: "result"; readonly result: unknown }
  | { readonly kind: "refused"; readonly message: string };

const say = (message: ThreadMessage): void => parentPort?.postMessage(message);

/** Minutes of arithmetic, in a thread of its own: the worker's heartbeats and other tasks go on. */
function main(job: Job): void {
  try {
    const result = job.kind === "champion" ? runChampionJob(job, (progress) => say({ kind: "progress", progress })) : runFairnessJob(job);
    say({ kind: "result", result });
  } catch (error) {
    if (!(error instanceof StatsError)) throw error;
    say({ kind: "refused", message: error.message });
  }
}

main(workerData as Job);
