import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openTaskQueue, type TaskQueueOptions } from "./open-task-queue.ts";
import { RetryLater, type TaskQueue, type TaskWorker, type WorkOptions } from "./task-queue.ts";

/** What holds a queue, of the suite's own. */
export interface QueueServer {
  /** How the queue on it is opened. */
  readonly options: TaskQueueOptions;
  /** Ends it without a word, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again at the same address. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const patient = { timeout: 25_000, interval: 20 };

/** What every TaskQueue promises; call it from a test file of the implementation. */
export function describeTaskQueue(name: string, openServer: () => Promise<QueueServer>): void {
  describe(name, () => {
    let server: QueueServer;
    let queue: TaskQueue;
    const workers: TaskWorker[] = [];
    beforeAll(async () => {
      server = await openServer();
    });
    afterAll(() => server?.close());
    beforeEach(async () => {
      queue = await openTaskQueue(server.options);
    });
    afterEach(async () => {
      for (const worker of workers.splice(0)) await worker.close();
      await queue.close();
    });

    const work = async (handle: (taskId: string) => Promise<void>, options: Partial<WorkOptions> = {}) => {
      const worker = await queue.work(handle, { concurrency: 4, onError: () => undefined, ...options });
      workers.push(worker);
      return worker;
    };
    const freshIds = (count: number) => Array.from({ length: count }, () => randomUUID());

    test("each of a thousand ids reaches one of several workers, once", async () => {
      const seen: string[] = [];
      const note = async (id: string) => void seen.push(id);
      await work(note, { concurrency: 10 });
      await work(note, { concurrency: 10 });
      const ids = freshIds(1000);
      await Promise.all([queue.enqueue(ids.slice(0, 400)), queue.enqueue(ids.slice(400, 999)), queue.enqueue(ids.slice(999))]);
      await vi.waitFor(() => expect(seen).toHaveLength(1000), patient);
      expect(new Set(seen)).toEqual(new Set(ids));
    });

    test("an id that waits or runs is not doubled, and one that has ended is given out again", async () => {
      const [id = ""] = freshIds(1);
      const gate = Promise.withResolvers<void>();
      let deliveries = 0;
      await queue.enqueue([id, id]);
      await queue.enqueue([id]);
      await work(async () => {
        deliveries++;
        await gate.promise;
      });
      await vi.waitFor(() => expect(deliveries).toBe(1), patient);
      await queue.enqueue([id]);
      gate.resolve();
      await vi.waitFor(async () => {
        await queue.enqueue([id]);
        expect(deliveries).toBeGreaterThan(1);
      }, patient);
    });

    test("nothing to give out is no error", async () => {
      await expect(queue.enqueue([])).resolves.toBeUndefined();
    });

    test("what is to be tried later comes again, after pauses that grow", async () => {
      const at: number[] = [];
      await work(async (id) => {
        at.push(performance.now());
        if (at.length < 3) throw new RetryLater(id);
      });
      await queue.enqueue(freshIds(1));
      await vi.waitFor(() => expect(at).toHaveLength(3), patient);
      const [first = 0, second = 0, third = 0] = at;
      expect(second - first).toBeGreaterThan(900);
      expect(third - second).toBeGreaterThan(1900);
    });

    test("a handler that breaks neither ends its worker nor loses its id", async () => {
      const seen: string[] = [];
      await work(async (id) => {
        seen.push(id);
        if (seen.length === 1) throw new TypeError("broken");
      });
      const [id = "", next = ""] = freshIds(2);
      await queue.enqueue([id]);
      await vi.waitFor(() => expect(seen).toContain(id), patient);
      await queue.enqueue([next]);
      await vi.waitFor(() => expect(seen).toEqual([id, next, id]), patient);
    });

    test("a worker runs as many at once as it may, and no more", async () => {
      let running = 0;
      let most = 0;
      let ended = 0;
      const gate = Promise.withResolvers<void>();
      await work(
        async () => {
          running++;
          most = Math.max(most, running);
          await gate.promise;
          running--;
          ended++;
        },
        { concurrency: 3 },
      );
      await queue.enqueue(freshIds(20));
      await vi.waitFor(() => expect(running).toBe(3), patient);
      gate.resolve();
      await vi.waitFor(() => expect(ended).toBe(20), patient);
      expect(most).toBe(3);
    });

    test("a closing worker ends what it has begun, begins nothing else, and leaves the rest to others", async () => {
      const gate = Promise.withResolvers<void>();
      const seen = { first: [] as string[], second: [] as string[] };
      const leaving = await work(
        async (id) => {
          seen.first.push(id);
          await gate.promise;
        },
        { concurrency: 1 },
      );
      const ids = freshIds(3);
      await queue.enqueue(ids);
      await vi.waitFor(() => expect(seen.first).toHaveLength(1), patient);
      let hasClosed = false;
      const closing = leaving.close().then(() => {
        hasClosed = true;
      });
      await work(async (id) => void seen.second.push(id));
      await vi.waitFor(() => expect(seen.second).toHaveLength(2), patient);
      expect(hasClosed).toBe(false);
      gate.resolve();
      await closing;
      expect(seen.first).toHaveLength(1);
      expect(new Set([...seen.first, ...seen.second])).toEqual(new Set(ids));
    });

    test("what a killed process had begun is given to another", { timeout: 60_000 }, async () => {
      // Workers of one server look for the silent as rarely as the most patient of them.
      const own = await openServer();
      const ownQueue = await openTaskQueue(own.options);
      const [id = ""] = freshIds(1);
      await ownQueue.enqueue([id]);
      const child = spawn(process.execPath, ["--input-type=module", "-e", hangingWorker(own.options)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [said] = await once(child.stdout.setEncoding("utf8"), "data");
      expect(said).toContain(id);
      child.kill("SIGKILL");
      await once(child, "exit");
      const seen: string[] = [];
      const worker = await ownQueue.work(async (taken) => void seen.push(taken), {
        concurrency: 1,
        onError: () => undefined,
        silentMs: 1000,
      });
      await vi.waitFor(() => expect(seen).toEqual([id]), patient);
      await worker.close();
      await ownQueue.close();
      await own.close();
    });

    test("after its server has crashed, an open queue goes on; until then giving out is an error at once", {
      timeout: 60_000,
    }, async () => {
      const seen: string[] = [];
      await work(async (id) => void seen.push(id));
      const [before = "", lost = "", after = ""] = freshIds(3);
      await queue.enqueue([before]);
      await vi.waitFor(() => expect(seen).toEqual([before]), patient);
      await server.kill();
      const asked = performance.now();
      await expect(queue.enqueue([lost])).rejects.toThrow();
      expect(performance.now() - asked).toBeLessThan(10_000);
      await server.start();
      await vi.waitFor(() => queue.enqueue([after]), patient);
      await vi.waitFor(() => expect(seen).toContain(after), patient);
    });

    test("without its server it does not open, and says where it looked, but no password", { timeout: 60_000 }, async () => {
      await server.kill();
      const message = await openTaskQueue(server.options).then(
        () => "opened",
        (error: Error) => error.message,
      );
      await server.start();
      expect(message).toMatch(/127\.0\.0\.1|ECONNREFUSED|ENOENT|plumbline/);
      expect(message).not.toMatch(/only-for-tests/);
    });
  });
}

/** A program that takes an id, says so, and never ends it. */
function hangingWorker(options: TaskQueueOptions): string {
  return `
    import { openTaskQueue } from ${JSON.stringify(path.join(import.meta.dirname, "open-task-queue.ts"))};
    const queue = await openTaskQueue(${JSON.stringify(options)});
    const handle = (id) => { console.log(id); return new Promise(() => undefined); };
    await queue.work(handle, { concurrency: 1, onError: () => undefined, silentMs: 1000 });`;
}
