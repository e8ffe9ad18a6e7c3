import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { startEmbedded, stopEmbedded } from "./embedded.ts";

const dir = mkdtempSync(path.join(tmpdir(), "plumbline-lock-"));
let [db, other]: Database[] = [];

beforeAll(async () => {
  const server = await startEmbedded({ dir, settings: { fsync: "off", shared_buffers: "16MB" } });
  const url = server.superuserUrl("postgres");
  [db, other] = [openDatabase({ appUrl: url, systemUrl: url }), openDatabase({ appUrl: url, systemUrl: url })];
});
afterAll(async () => {
  await db?.close();
  await other?.close();
  await stopEmbedded(dir);
  rmSync(dir, { recursive: true, force: true });
});

/** The lock is free for whoever asks next, as soon as the server has seen the end of the connection. */
const untilFree = (name: string) =>
  vi.waitFor(async () => {
    const next = await other?.takeLock(name);
    expect(next).toBeDefined();
    await next?.release();
  });

test("one has the lock at a time, whichever process asks, and who gives it back lets the next one have it", async () => {
  const first = await db?.takeLock("leader");
  expect(first?.lost.aborted).toBe(false);
  expect(await other?.takeLock("leader")).toBeUndefined();
  expect(await db?.takeLock("leader")).toBeUndefined();
  await (await other?.takeLock("another"))?.release();
  await first?.release();
  await untilFree("leader");
});

test("who loses the connection is told, and the lock is free", async () => {
  const lock = await db?.takeLock("fragile");
  await other?.transaction({ role: "system" }, (tx) =>
    tx.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'plumbline lock'"),
  );
  await vi.waitFor(() => expect(lock?.lost.aborted).toBe(true));
  await untilFree("fragile");
});
