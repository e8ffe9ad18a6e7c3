import { createPostgresBackend, type Job, type PgPool, runMigrations, withBackend } from "bullmq";
import pg from "pg";

/** Thrown by a handler whose task should be tried again after a pause. */
export class RetryLater extends Error {}

/** Carries ids of task rows from those who write them to those who run them. The rows hold all state. */
export interface TaskQueue {
  enqueue(taskIds: readonly string[]): Promise<void>;
  /** Runs `handle` for each id, at most `concurrency` at once. `close` waits for those under way. */
  work(
    handle: (taskId: string) => Promise<void>,
    options: { concurrency: number; onError: (error: Error) => void },
  ): Promise<{ close: () => Promise<void> }>;
  close(): Promise<void>;
}

const queueName = "tasks";
const schema = "bullmq";
/** The row decides how often a task is tried; this only bounds what the queue would do by itself. */
const deliveries = 50;

/** BullMQ on PostgreSQL, in a schema of its own. */
export async function openTaskQueue(options: { readonly databaseUrl: string; readonly poolSize?: number }): Promise<TaskQueue> {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.poolSize ?? 4,
    options: `-c search_path=${schema}`,
    application_name: "plumbline queue",
  });
  pool.on("error", () => undefined);
  await prepareSchema(pool);
  const connection = pool as PgPool;
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const queue = new Queue(queueName, { connection });
  queue.on("error", () => undefined);
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
      if (jobs.length > 0) await queue.addBulk(jobs);
    },
    async work(handle, { concurrency, onError }) {
      const worker = new Worker(queueName, (job: Job) => handle(job.id ?? ""), { connection, concurrency });
      worker.on("error", onError);
      await worker.waitUntilReady();
      return { close: () => worker.close() };
    },
    async close() {
      await queue.close();
      await pool.end();
    },
  };
}

/**
 * Brings BullMQ's tables up to date; it takes turns by a lock of its own. The schema is made when the database is
 * provisioned, since this role may not make schemas, so BullMQ's own wish for one is passed over.
 */
async function prepareSchema(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  const query = async (text: string, values?: unknown[]) => (text.startsWith("CREATE SCHEMA") ? { rows: [] } : client.query(text, values));
  try {
    await runMigrations({ query } as Parameters<typeof runMigrations>[0], schema);
  } finally {
    client.release();
  }
}
