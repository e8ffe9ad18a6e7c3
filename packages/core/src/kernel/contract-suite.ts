import { openTaskQueue, RetryLater, type TaskQueue, type TaskQueueOptions, type TaskWorker } from "@plumbline/queue";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  carryTasks,
  type Deps,
  defineTask,
  insertTasks,
  reconcileTasks,
  requestTask,
  runTask,
  scheduleRecurring,
  type TaskDefinition,
  type TaskRequest,
} from "./index.ts";

const ran: string[] = [];

const echo = defineTask({
  name: "test.echo",
  payload: z.object({ text: z.string(), failures: z.int().default(0) }),
  attempts: 3,
  timeoutMs: 5000,
  handler: async () => async (_context, payload) => {
    ran.push(payload.text);
    if (ran.filter((text) => text === payload.text).length <= payload.failures) throw new Error("not yet");
  },
});
const hourly = defineTask({
  name: "test.hourly",
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 5000,
  everyMs: 3_600_000,
  handler: async () => async () => undefined,
});
const definitions = new Map<string, TaskDefinition>([
  [echo.name, echo],
  [hourly.name, hourly],
]);

/** What the runtime promises on every queue; `given` says which. Call it from a test file. */
export function describeTaskRuntime(name: string, given: Partial<TaskQueueOptions>): void {
  describe(name, () => {
    let env: TestEnvironment;
    let queue: TaskQueue;
    let deps: Deps;
    let worker: TaskWorker;
    beforeAll(async () => {
      env = await openTestEnvironment();
      queue = await openTaskQueue({ databaseUrl: env.urls.system, ...given });
      deps = { ...env.deps, onTasks: carryTasks(queue, pino({ level: "silent" })) };
      const deliver = async (id: string) => {
        if ((await runTask(deps, definitions, id)) === "retry") throw new RetryLater(id);
      };
      worker = await queue.work(deliver, { concurrency: 4, onError: () => undefined });
    });
    afterAll(async () => {
      await worker.close();
      await queue.close();
      await env.close();
    });

    const write = (requests: readonly TaskRequest[]) => env.db.transaction({ role: "system" }, (tx) => insertTasks(tx, null, requests));
    const stateOf = async (id: string) =>
      (
        await env.sql<{ state: string; attempt: number; error: string | null }>("SELECT state, attempt, error FROM task WHERE id = $1", [
          id,
        ])
      )[0];

    test("a task is run once, however often its id is delivered", async () => {
      const ids = await write([requestTask(echo, { text: "once" })]);
      await queue.enqueue(ids);
      await vi.waitFor(async () => expect(await stateOf(ids[0] ?? "")).toMatchObject({ state: "succeeded", attempt: 1 }), {
        timeout: 10_000,
      });
      expect(await runTask(deps, definitions, ids[0] ?? "")).toBe("dropped");
      expect(ran.filter((text) => text === "once")).toHaveLength(1);
    });

    test("a failing task is tried again, and its row says why it failed at last", async () => {
      const ids = await write([requestTask(echo, { text: "second time", failures: 1 }), requestTask(echo, { text: "never", failures: 9 })]);
      await queue.enqueue(ids);
      await vi.waitFor(async () => expect(await stateOf(ids[0] ?? "")).toMatchObject({ state: "succeeded", attempt: 2 }), {
        timeout: 20_000,
      });
      await vi.waitFor(
        async () =>
          expect(await stateOf(ids[1] ?? "")).toMatchObject({
            state: "failed",
            attempt: 3,
            error: expect.stringContaining("unexpectedly"),
          }),
        {
          timeout: 20_000,
        },
      );
    });

    test("a task that the queue never heard of is found and run", async () => {
      const ids = await write([requestTask(echo, { text: "lost" })]);
      await env.sql("UPDATE task SET run_after = now() - interval '1 hour' WHERE id = $1", [ids[0]]);
      await reconcileTasks(deps);
      await vi.waitFor(async () => expect(await stateOf(ids[0] ?? "")).toMatchObject({ state: "succeeded" }), { timeout: 10_000 });
    });

    test("a task whose worker died is taken over", async () => {
      const ids = await write([requestTask(echo, { text: "orphan" })]);
      await env.sql("UPDATE task SET state = 'running', attempt = 1, heartbeat_at = now() - interval '1 hour' WHERE id = $1", [ids[0]]);
      await reconcileTasks(deps);
      await vi.waitFor(async () => expect(await stateOf(ids[0] ?? "")).toMatchObject({ state: "succeeded", attempt: 2 }), {
        timeout: 10_000,
      });
    });

    test("an unknown name and a payload that does not fit end as failed, without a try", async () => {
      const ids = await write([
        { name: "test.gone", payload: {}, maxAttempts: 3 },
        { name: echo.name, payload: { text: 3 }, maxAttempts: 3 },
      ]);
      expect(await runTask(deps, definitions, ids[0] ?? "")).toBe("dropped");
      expect(await runTask(deps, definitions, ids[1] ?? "")).toBe("dropped");
      expect(await stateOf(ids[0] ?? "")).toMatchObject({ state: "failed", error: expect.stringContaining("no such task") });
      expect(await stateOf(ids[1] ?? "")).toMatchObject({ state: "failed" });
    });

    test("of several workers that see a recurring task due, one writes it", async () => {
      await Promise.all([1, 2, 3, 4].map(() => scheduleRecurring(deps, [hourly])));
      const rows = await env.sql("SELECT 1 FROM task WHERE name = $1", [hourly.name]);
      expect(rows).toHaveLength(1);
    });
  });
}
