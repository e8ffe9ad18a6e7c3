import { createRedisBackend, withBackend } from "bullmq";
import { Redis } from "ioredis";
import { type Backend, queueName } from "./backend.ts";

/** Keeps the queue's keys apart from whatever else the server holds. */
const prefix = "plumbline";
const patienceMs = 5_000;
const { Queue, Worker } = withBackend(createRedisBackend);

/** BullMQ on Redis. Nothing is lost with the server: what it held is in the rows, and is given out again. */
export async function openRedisBackend(url: string): Promise<Backend> {
  const { queue, connection: sending } = await openQueue(url);
  const receiving: Redis[] = [];
  return {
    addBulk: (jobs) => queue.addBulk(jobs),
    openWorker(run, options) {
      // It waits for ids, and for the server.
      const connection = new Redis(url, { maxRetriesPerRequest: null });
      receiving.push(connection);
      return new Worker(queueName, run, { connection, prefix, ...options });
    },
    async close() {
      await queue.close();
      for (const connection of [sending, ...receiving]) connection.disconnect();
    },
  };
}

async function openQueue(url: string) {
  // Whoever enqueues has people waiting: an absent server is an error at once, not a wish that waits for its return.
  const connection = new Redis(url, {
    lazyConnect: true,
    connectTimeout: patienceMs,
    commandTimeout: patienceMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  let reason: Error | undefined;
  connection.on("error", (error: Error) => {
    reason = error;
  });
  try {
    await connection.connect();
    const queue = new Queue(queueName, { connection, prefix });
    queue.on("error", () => undefined);
    // What it asks the server first is asked once: a queue whose first question was not answered would never work.
    await queue.waitUntilReady();
    return { queue, connection };
  } catch (error) {
    connection.disconnect();
    // Not the whole address, which may hold a password.
    throw new Error(`Redis at ${new URL(url).host} does not answer: ${(reason ?? (error as Error)).message}`, { cause: error });
  }
}
