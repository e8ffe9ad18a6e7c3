import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { describeTaskQueue } from "./contract-suite.ts";
import { openTaskQueue } from "./open-task-queue.ts";
import { openTestRedis, type TestRedis } from "./open-test-redis.ts";

const unusedDatabase = "postgresql://unused@127.0.0.1:1/unused";

describeTaskQueue("the queue on Redis", async () => {
  const redis = await openTestRedis();
  return { ...redis, options: { databaseUrl: unusedDatabase, redisUrl: redis.url } };
});

describe("Redis", () => {
  let redis: TestRedis;
  const options = () => ({ databaseUrl: unusedDatabase, redisUrl: redis.url });
  beforeAll(async () => {
    redis = await openTestRedis();
  });
  afterAll(() => redis?.close());

  test("that takes what is said and answers nothing makes giving out an error within seconds", async () => {
    const queue = await openTaskQueue(options());
    redis.silence();
    await expect(queue.enqueue(["silent"])).rejects.toThrow(/timed out/);
    redis.unsilence();
    await vi.waitFor(() => queue.enqueue(["heard"]), { timeout: 10_000 });
    await queue.close();
  });

  test("holds nothing but the queue's keys, and none of a task that has ended", async () => {
    await redis.kill();
    await redis.start();
    const queue = await openTaskQueue(options());
    const seen: string[] = [];
    const worker = await queue.work(async (id) => void seen.push(id), { concurrency: 4, onError: () => undefined });
    await queue.enqueue(["one", "two"]);
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    await worker.close();
    await queue.close();
    const keys = await keysOf(redis.url);
    expect(keys.filter((key) => !key.startsWith("plumbline:tasks:"))).toEqual([]);
    expect(keys.filter((key) => /:(one|two)$/.test(key))).toEqual([]);
  });
});

async function keysOf(url: string): Promise<string[]> {
  const client = new Redis(url);
  const keys = await client.keys("*");
  client.disconnect();
  return keys;
}
