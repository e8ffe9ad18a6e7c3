// Prints JSON: how fast PostgreSQL and Redis carry ids of tasks to workers that do nothing, what giving one out costs, and how soon it arrives.
// Usage: node bench/task-queue.mjs [ids, default 5000]   (Node 24 and redis-server; starts both servers, of its own)
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbedded, stopEmbedded } from "../packages/db/src/embedded.ts";
import { perRole, provision } from "../packages/db/src/provision.ts";
import { openTaskQueue } from "../packages/queue/src/index.ts";
import { openTestRedis } from "../packages/queue/src/open-test-redis.ts";

const ids = Math.min(Number(process.argv[2] ?? 5000), 100_000);
const singles = 500;
const onError = (error) => console.error(error);

async function throughput(queue, concurrency) {
  const all = Array.from({ length: ids }, () => randomUUID());
  for (let from = 0; from < ids; from += 100) await queue.enqueue(all.slice(from, from + 100));
  const done = Promise.withResolvers();
  let handled = 0;
  const began = performance.now();
  const worker = await queue.work(
    async () => {
      handled++;
      if (handled === ids) done.resolve();
    },
    { concurrency, onError },
  );
  await done.promise;
  const seconds = (performance.now() - began) / 1000;
  await worker.close();
  return Math.round(ids / seconds);
}

const at = (sorted, share) => Number(sorted[Math.floor((sorted.length - 1) * share)].toFixed(1));

/** One id at a time to an idle worker: until `enqueue` answers, and until the id arrives. */
async function latency(queue) {
  let arrived;
  const worker = await queue.work(async () => arrived.resolve(performance.now()), { concurrency: 4, onError });
  const [given, carried] = [[], []];
  for (let index = 0; index < singles; index++) {
    arrived = Promise.withResolvers();
    const began = performance.now();
    await queue.enqueue([randomUUID()]);
    given.push(performance.now() - began);
    carried.push((await arrived.promise) - began);
  }
  await worker.close();
  const summary = (times) => ({
    p50: at(
      times.sort((one, other) => one - other),
      0.5,
    ),
    p99: at(times, 0.99),
  });
  return { giveOutMs: summary(given), arriveMs: summary(carried) };
}

async function measure(options) {
  const queue = await openTaskQueue({ poolSize: 20, ...options });
  const idsPerSecond = {};
  for (const concurrency of [1, 4, 16]) idsPerSecond[concurrency] = await throughput(queue, concurrency);
  const figures = { idsPerSecond, ...(await latency(queue)) };
  await queue.close();
  return figures;
}

const dir = await mkdtemp(path.join(tmpdir(), "plumbline-bench-"));
const server = await startEmbedded({ dir });
const urls = await provision({ adminUrl: server.superuserUrl("postgres"), database: "bench", passwords: perRole(() => "bench") });
const redis = await openTestRedis();
try {
  const postgresql = await measure({ databaseUrl: urls.system });
  const onRedis = await measure({ databaseUrl: urls.system, redisUrl: redis.url });
  console.log(JSON.stringify({ ids, postgresql, redis: onRedis }, undefined, 2));
} finally {
  await redis.close();
  await stopEmbedded(dir);
  await rm(dir, { recursive: true, force: true });
}
