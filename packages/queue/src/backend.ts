import type { Job, WorkerOptions } from "bullmq";

/** One queue of BullMQ on whatever holds it. */
export interface Backend {
  addBulk(jobs: { name: string; data: object; opts: object }[]): Promise<unknown>;
  openWorker(
    run: (job: Job) => Promise<void>,
    options: Pick<WorkerOptions, "concurrency" | "lockDuration" | "stalledInterval">,
  ): BackendWorker;
  close(): Promise<void>;
}

export interface BackendWorker {
  on(event: "error", listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

export const queueName = "tasks";
