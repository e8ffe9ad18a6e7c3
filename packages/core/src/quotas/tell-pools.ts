import type { Tx } from "@plumbline/db";
import { recordChanges } from "../kernel/index.ts";
import { markTold, selectUntold } from "./store/told.ts";

/**
 * Tells the pages of workspaces that have a part in a pool, or wait for one, when what they show has changed: at most once a second.
 * Returns whether anybody was told.
 */
export async function tellPools(tx: Tx, now: Date): Promise<boolean> {
  const changed = await selectUntold(tx, now);
  for (const { pool_id, workspace_ids } of changed) {
    for (const workspaceId of workspace_ids) recordChanges(tx, workspaceId, [{ topic: "pool", subject: pool_id, kind: "update" }]);
  }
  if (changed.length > 0) await markTold(tx, changed, now);
  return changed.length > 0;
}
