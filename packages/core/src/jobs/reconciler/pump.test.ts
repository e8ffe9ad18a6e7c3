import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Batch, createPump } from "./pump.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

async function openPump(all: readonly string[] = ["all"]) {
  const stop = new AbortController();
  const looks: (readonly string[])[] = [];
  let finish: (() => void) | undefined;
  const lasts: boolean[] = [];
  const look = ({ jobIds, isLast }: Batch) => {
    looks.push(jobIds);
    lasts.push(isLast);
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  };
  const pump = createPump({ look, listAll: () => Promise.resolve(all) }, { resyncMs: 10_000, batchMax: 3, signal: stop.signal });
  const done = pump.run();
  await vi.advanceTimersByTimeAsync(0);
  return {
    pump,
    looks,
    lasts,
    finish: async () => {
      finish?.();
      await vi.advanceTimersByTimeAsync(0);
    },
    close: async () => {
      stop.abort();
      finish?.();
      await done;
    },
  };
}

test("it begins with all, and looks at all again when that is due", async () => {
  const { looks, finish, close } = await openPump();
  expect(looks).toEqual([["all"]]);
  await finish();
  await vi.advanceTimersByTimeAsync(9999);
  expect(looks).toEqual([["all"]]);
  await vi.advanceTimersByTimeAsync(1);
  expect(looks).toEqual([["all"], ["all"]]);
  await close();
});

test("what is heard of is looked at at once; a thousand hints during a look are one each, after it", async () => {
  const { pump, looks, finish, close } = await openPump();
  for (let index = 0; index < 1000; index++) pump.hint(index % 2 ? "a" : "b");
  expect(looks).toEqual([["all"]]);
  await finish();
  expect(looks).toEqual([["all"], ["b", "a"]]);
  await finish();
  pump.hint("c");
  await vi.advanceTimersByTimeAsync(0);
  expect(looks).toEqual([["all"], ["b", "a"], ["c"]]);
  await close();
});

test("a job is looked at when it is due, once, however often that was said", async () => {
  const { pump, looks, finish, close } = await openPump();
  await finish();
  pump.hintIn("a", 500);
  pump.hintIn("a", 2000);
  pump.hintIn("far", 60_000);
  await vi.advanceTimersByTimeAsync(1999);
  expect(looks).toEqual([["all"]]);
  await vi.advanceTimersByTimeAsync(1);
  expect(looks).toEqual([["all"], ["a"]]);
  await close();
});

test("once it is to end it ends after the look that is under way, and hears nothing more", async () => {
  const { pump, looks, close } = await openPump();
  pump.hint("a");
  pump.hintIn("b", 10);
  await close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks).toEqual([["all"]]);
});

test("all are looked at bit by bit; what is heard of meanwhile comes between", async () => {
  const { pump, looks, lasts, finish, close } = await openPump(["1", "2", "3", "4", "5", "6", "7"]);
  for (const jobId of ["a", "5", "b", "c", "d"]) pump.hint(jobId);
  for (let look = 0; look < 5; look++) await finish();
  expect(looks).toEqual([["1", "2", "3"], ["a", "5", "b"], ["4", "5", "6"], ["c", "d"], ["7"]]);
  expect(lasts).toEqual([false, true, false, true, true]);
  await close();
});

test("where there is no job, a look is due all the same", async () => {
  const { looks, finish, close } = await openPump([]);
  expect(looks).toEqual([[]]);
  await finish();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(looks).toEqual([[], []]);
  await close();
});
