import { Worker } from "node:worker_threads";
import { StatsError } from "@plumbline/stats";
import type { ChampionJob, ChampionResult } from "./champion-job.ts";
import type { FairnessJob, FairnessResult } from "./fairness-job.ts";
import type { Job, ThreadMessage } from "./thread.ts";

interface Running {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: number) => void;
}

/** One after the other: each holds some hundred megabytes and a processor. */
let last: Promise<unknown> = Promise.resolve();

export function compute(job: ChampionJob, running: Running): Promise<ChampionResult>;
export function compute(job: FairnessJob, running: Running): Promise<FairnessResult>;
export function compute(job: Job, running: Running): Promise<unknown> {
  const computed = last.then(() => inThread(job, running));
  last = computed.catch(() => undefined);
  return computed;
}

async function inThread(job: Job, { signal, onProgress }: Running): Promise<unknown> {
  signal.throwIfAborted();
  const buffers = Object.values(job).flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : []));
  const thread = new Worker(new URL("./thread.ts", import.meta.url), { workerData: job, transferList: buffers });
  const stop = (): void => void thread.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      thread.on("message", (message: ThreadMessage) => {
        if (message.kind === "progress") onProgress?.(message.progress);
        else if (message.kind === "refused") reject(new StatsError(message.message));
        else resolve(message.result);
      });
      thread.on("error", reject);
      thread.on("exit", () => reject(signal.aborted ? signal.reason : new Error("the thread ended without a result")));
    });
  } finally {
    signal.removeEventListener("abort", stop);
    await thread.terminate();
  }
}
