import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPump } from "./pump.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

function openPump() {
  const stop = new AbortController();
  const looks: (readonly string[] | "all")[] = [];
  let finish: (() => void) | undefined;
  const look = (jobIds: readonly string[] | "all") => {
    looks.push(jobIds);
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  };
  const pump = createPump(look, { resyncMs: 10_000, signal: stop.signal });
  const done = pump.run();
  return {
    pump,
    looks,
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
  const { looks, finish, close } = openPump();
  expect(looks).toEqual(["all"]);
  await finish();
  await vi.advanceTimersByTimeAsync(9999);
  expect(looks).toEqual(["all"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(looks).toEqual(["all", "all"]);
  await close();
});

test("what is heard of is looked at at once; a thousand hints during a look are one each, after it", async () => {
  const { pump, looks, finish, close } = openPump();
  for (let index = 0; index < 1000; index++) pump.hint(index % 2 ? "a" : "b");
  expect(looks).toEqual(["all"]);
  await finish();
  expect(looks).toEqual(["all", ["b", "a"]]);
  await finish();
  pump.hint("c");
  await vi.advanceTimersByTimeAsync(0);
  expect(looks).toEqual(["all", ["b", "a"], ["c"]]);
  await close();
});

test("a job is looked at when it is due, once, however often that was said", async () => {
  const { pump, looks, finish, close } = openPump();
  await finish();
  pump.hintIn("a", 500);
  pump.hintIn("a", 2000);
  pump.hintIn("far", 60_000);
  await vi.advanceTimersByTimeAsync(1999);
  expect(looks).toEqual(["all"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(looks).toEqual(["all", ["a"]]);
  await close();
});

test("once it is to end it ends after the look that is under way, and hears nothing more", async () => {
  const { pump, looks, close } = openPump();
  pump.hint("a");
  pump.hintIn("b", 10);
  await close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks).toEqual(["all"]);
});
