import type { Job } from "bullmq";
import { openPostgresBackend } from "./postgres-backend.ts";
import { openRedisBackend } from "./redis-backend.ts";
import type { TaskQueue } from "./task-queue.ts";

export interface TaskQueueOptions {
  /** Where the queue is, unless Redis has it. */
  readonly databaseUrl: string;
  /** Connections to the database; a worker needs one more than it runs tasks at once. */
  readonly poolSize?: number;
  /** Where the queue is. */
  readonly redisUrl?: string | undefined;
}

/** The row decides how often a task is tried; this only bounds what the queue would do by itself. */
const deliveries = 50;
const silentMs = 30_000;

/** BullMQ over Redis where there is one, else over PostgreSQL. Rejects when its server does not answer. */
export async function openTaskQueue({ databaseUrl, poolSize = 4, redisUrl }: TaskQueueOptions): Promise<TaskQueue> {
  const backend = redisUrl === undefined ? await openPostgresBackend(databaseUrl, poolSize) : await openRedisBackend(redisUrl);
  return {
    async enqueue(taskIds) {
      const jobs = taskIds.map((id) => ({
        name: "task",
        data: {},
        opts: {
          jobId: id,
          attempts: deliveries,
          backoff: { type: "exponential", delay: 1000 },
          removeOnComplete: true,
          removeOnFail: true,
        },
      }));
      if (jobs.length > 0) await backend.addBulk(jobs);
    },
    async work(handle, options) {
      const lifeMs = options.silentMs ?? silentMs;
      const worker = backend.openWorker((job: Job) => handle(job.id ?? ""), {
        concurrency: options.concurrency,
        lockDuration: lifeMs,
        stalledInterval: lifeMs,
      });
      worker.on("error", options.onError);
      await worker.waitUntilReady();
      return { close: () => worker.close() };
    },
    close: () => backend.close(),
  };
}
