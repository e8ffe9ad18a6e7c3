import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createGroupCommit, type Settled } from "./group-commit.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

interface Begun {
  readonly items: readonly number[];
  readonly end: () => void;
}

/** Items are their own weight; each commit ends when the test says so. */
function open() {
  const begun: Begun[] = [];
  const { submit } = createGroupCommit<number, number>({
    maxWeight: 10,
    maxInFlight: 2,
    overlapWeight: 5,
    patienceMs: 50,
    weigh: (item) => item,
    commit: (_, items) => {
      const ended = Promise.withResolvers<Settled<number>[]>();
      begun.push({ items, end: () => ended.resolve(items.map((value) => ({ value }))) });
      return ended.promise;
    },
  });
  return { begun, submit: (item: number) => submit(1, item), contents: () => begun.map(({ items }) => items) };
}

test("what arrives while a light transaction is under way goes into the next one together", async () => {
  const { begun, submit, contents } = open();
  const answers = [submit(1), submit(1), submit(2)];
  expect(contents()).toEqual([[1]]);
  begun[0]?.end();
  await answers[0];
  expect(contents()).toEqual([[1], [1, 2]]);
  begun[1]?.end();
  expect(await Promise.all(answers)).toEqual([1, 1, 2]);
});

test("a second transaction begins as soon as enough has gathered, a third one does not", () => {
  const { submit, contents } = open();
  for (const item of [1, 4, 1, 9]) void submit(item);
  expect(contents()).toEqual([[1], [4, 1]]);
});

test("a transaction holds what it may, and an item that weighs more goes alone", async () => {
  const { begun, submit, contents } = open();
  const first = submit(1);
  for (const item of [4, 6, 30]) void submit(item);
  expect(contents()).toEqual([[1], [4, 6]]);
  begun[0]?.end();
  await first;
  expect(contents()).toEqual([[1], [4, 6], [30]]);
});

test("one that waits for somebody else holds up the light ones behind it for 50 ms", async () => {
  const { begun, submit, contents } = open();
  const stuck = submit(1);
  const second = submit(2);
  vi.advanceTimersByTime(49);
  expect(contents()).toEqual([[1]]);
  vi.advanceTimersByTime(1);
  expect(contents()).toEqual([[1], [2]]);
  const third = submit(3);
  begun[1]?.end();
  expect(await second).toBe(2);
  expect(contents()).toEqual([[1], [2], [3]]);
  begun[2]?.end();
  begun[0]?.end();
  expect(await Promise.all([stuck, third])).toEqual([1, 3]);
});
