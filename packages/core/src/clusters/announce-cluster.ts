import type { Tx } from "@plumbline/db";
import { recordChanges } from "../kernel/index.ts";
import { selectWorkspaceIds } from "./store/readings.ts";

/** Tells every workspace that something of a cluster is other than before: its page can be open in any of them. */
export async function announceCluster(tx: Tx, { name }: { readonly name: string }, kind: string): Promise<void> {
  for (const workspaceId of await selectWorkspaceIds(tx)) recordChanges(tx, workspaceId, [{ topic: "cluster", subject: name, kind }]);
}
