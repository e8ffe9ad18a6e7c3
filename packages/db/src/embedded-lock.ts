import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { EmbeddedPostgresError } from "./embedded-error.ts";

const busy = 5; // SQLITE_BUSY
const waitMs = 120_000;

/**
 * Runs `work` while no other process does the same for `dir`.
 * SQLite's file lock is the one lock of Node's own that the system releases when its holder dies.
 */
export async function exclusively<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const lock = new DatabaseSync(path.join(dir, "lock"), { timeout: 0 });
  try {
    const deadline = Date.now() + waitMs;
    while (!tryLock(lock)) {
      if (Date.now() > deadline)
        throw new EmbeddedPostgresError(`another process has been starting PostgreSQL in ${dir} for ${waitMs / 1000} s`);
      await delay(50);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function tryLock(lock: DatabaseSync): boolean {
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === busy) return false;
    throw error;
  }
}
