import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readWatchEvents } from "./watch-events.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

const bookmark = `${JSON.stringify({ type: "BOOKMARK", object: { metadata: { resourceVersion: "1" } } })}\n`;

test("silence after a bookmark is a lost connection", async () => {
  const stream = new PassThrough();
  const events = readWatchEvents(stream)[Symbol.asyncIterator]();
  stream.write(bookmark);
  expect((await events.next()).value).toMatchObject({ type: "BOOKMARK" });
  const next = events.next();
  next.catch(() => undefined);
  vi.advanceTimersByTime(149_999);
  expect(stream.destroyed).toBe(false);
  vi.advanceTimersByTime(1);
  await expect(next).rejects.toMatchObject({ kind: "unreachable", message: "Nothing was heard of the cluster for 150 s." });
});

test("a server that sends no bookmarks may be silent", async () => {
  const stream = new PassThrough();
  const events = readWatchEvents(stream)[Symbol.asyncIterator]();
  const next = events.next();
  vi.advanceTimersByTime(3_600_000);
  stream.end();
  expect(await next).toEqual({ done: true, value: undefined });
});
