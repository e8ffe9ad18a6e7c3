import { openTaskQueue, RetryLater } from "@plumbline/queue";
import { openTestRedis } from "@plumbline/queue/open-test-redis";
import { openTestEnvironment } from "@plumbline/testing";
import { pino } from "pino";
import { afterAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { describeTaskRuntime } from "./contract-suite.ts";
import { carryTasks, defineTask, insertTasks, reconcileTasks, requestTask, runTask } from "./index.ts";

const redis = await openTestRedis();
afterAll(() => redis.close());

describeTaskRuntime("tasks on Redis's queue", { redisUrl: redis.url });

test("what Redis lost is given out again: before it is back nothing fails, after it all of it runs", async () => {
  const env = await openTestEnvironment();
  const crashed = await openTestRedis();
  const queue = await openTaskQueue({ databaseUrl: env.urls.system, redisUrl: crashed.url });
  const deps = { ...env.deps, onTasks: carryTasks(queue, pino({ level: "silent" })) };
  const plain = defineTask({
    name: "test.plain",
    payload: z.object({}),
    attempts: 1,
    timeoutMs: 5000,
    handler: async () => async () => undefined,
  });
  const write = (count: number) =>
    env.db.transaction({ role: "system" }, (tx) =>
      insertTasks(
        tx,
        null,
        Array.from({ length: count }, () => requestTask(plain, {})),
      ),
    );
  const succeeded = async () => (await env.sql("SELECT 1 FROM task WHERE state = 'succeeded' AND attempt = 1")).length;
  const toldBefore = await write(50);
  await deps.onTasks(toldBefore);
  await crashed.kill();
  await expect(deps.onTasks(await write(50))).resolves.toBeUndefined();
  await crashed.start();
  const worker = await queue.work(
    async (id) => {
      if ((await runTask(deps, new Map([[plain.name, plain]]), id)) === "retry") throw new RetryLater(id);
    },
    { concurrency: 4, onError: () => undefined },
  );
  await env.sql("UPDATE task SET run_after = now() - interval '1 hour'");
  await vi.waitFor(
    async () => {
      await reconcileTasks(deps);
      await env.sql("UPDATE task SET run_after = now() - interval '1 hour' WHERE state = 'queued'");
      expect(await succeeded()).toBe(100);
    },
    { timeout: 20_000 },
  );
  await worker.close();
  await queue.close();
  await crashed.close();
  await env.close();
});
