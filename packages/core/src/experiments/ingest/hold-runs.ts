import type { Tx } from "@plumbline/db";
import * as store from "../store/batch-writes.ts";
import type { LogWrite, UpdateWrite } from "./run-write.ts";

/** The runs that a transaction writes to, by the id that clients know. */
export type HeldRuns = ReadonlyMap<string, store.TargetRun>;

interface Held {
  readonly held: HeldRuns;
  /** Params that are there already, of those that are given. */
  readonly logged: readonly store.RunPair[];
}

/** Finds all runs that a transaction writes to at once, so that no two transactions wait for each other; holds them where more than points is written. */
export async function holdRuns(
  tx: Tx,
  workspaceId: number,
  { logs, updates }: { logs: readonly LogWrite[]; updates: readonly UpdateWrite[] },
): Promise<Held> {
  const batches = logs.map(({ batch }) => batch);
  const runIds = [...new Set([...batches.map(({ runId }) => runId), ...updates.map(({ input }) => input.runId)])];
  if (runIds.length === 0) return { held: new Map(), logged: [] };
  const mustLock = updates.length > 0 || batches.some((batch) => batch.params.length > 0 || batch.tags.length > 0);
  const keys = [...new Set(batches.flatMap((batch) => batch.params.map((param) => param.key)))];
  // The params are read after the runs are held, though both travel together.
  const [rows, logged] = await Promise.all([
    store.findTargets(tx, workspaceId, { runIds, mustLock }),
    keys.length > 0 ? store.findParams(tx, workspaceId, { runIds, keys }) : [],
  ]);
  return { held: new Map(rows.map((row) => [row.run_id, row])), logged };
}
