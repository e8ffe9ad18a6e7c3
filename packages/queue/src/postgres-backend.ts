import { createPostgresBackend, type PgPool, runMigrations, withBackend } from "bullmq";
import pg from "pg";
import { type Backend, queueName } from "./backend.ts";

const schema = "bullmq";

/** BullMQ on PostgreSQL, in a schema of its own. */
export async function openPostgresBackend(databaseUrl: string, poolSize: number): Promise<Backend> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    options: `-c search_path=${schema}`,
    application_name: "plumbline queue",
  });
  pool.on("error", () => undefined);
  // BullMQ keeps clients checked out and listens to none of them: one that lost its server would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  await prepareSchema(pool);
  const connection = pool as PgPool;
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const queue = new Queue(queueName, { connection });
  queue.on("error", () => undefined);
  return {
    addBulk: (jobs) => queue.addBulk(jobs),
    openWorker: (run, options) => new Worker(queueName, run, { connection, ...options }),
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
