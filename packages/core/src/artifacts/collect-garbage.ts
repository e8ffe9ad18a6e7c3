import { z } from "zod";
import { defineTask, type TaskContext } from "../kernel/index.ts";
import * as store from "./store/artifacts.ts";

const graceMs = 6 * 3_600_000;
const batch = 500;
const retention = { role: "retention" } as const;

/**
 * Frees bytes that nothing names: blobs whose artifact was deleted or overwritten, bytes whose record was never written
 * (a process died in between), and unfinished uploads. Six hours of grace leave every upload its time.
 */
export const collectGarbage = defineTask({
  name: "artifacts.collect-garbage",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 30 * 60_000,
  everyMs: 3_600_000,
  handler: async () => async (context) => {
    const before = new Date(context.deps.now().getTime() - graceMs);
    await deleteUnnamed(context, before);
    await deleteUnrecorded(context, before);
    await context.deps.storage.sweep(graceMs);
  },
});

/** Rows go first: whoever holds a blob meanwhile keeps row and bytes. Bytes whose row is gone are unrecorded, and found below. */
async function deleteUnnamed({ deps, signal }: TaskContext, before: Date): Promise<void> {
  while (true) {
    signal.throwIfAborted();
    const found = await deps.db.transaction(retention, (tx) => store.findUnnamedBlobs(tx, before, batch));
    const ids = found.map(({ id }) => id);
    const keys = await deps.db.transaction(retention, (tx) => store.deleteUnnamedBlobs(tx, ids));
    for (const key of keys) await deps.storage.delete(key);
    if (found.length < batch) return;
  }
}

async function deleteUnrecorded({ deps, signal }: TaskContext, before: Date): Promise<void> {
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await deps.storage.list("", cursor === undefined ? {} : { cursor });
    const old = page.blobs.filter((blob) => blob.modifiedAt < before).map((blob) => blob.key);
    const known = await deps.db.transaction(retention, (tx) => store.findKnownKeys(tx, old));
    for (const key of old) if (!known.has(key)) await deps.storage.delete(key);
    cursor = page.cursor;
  } while (cursor !== undefined);
}
