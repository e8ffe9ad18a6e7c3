import type { LineageNode } from "@plumbline/contracts/lineage";
import type { Tx } from "@plumbline/db";
import { deleteEdges } from "./store.ts";

/** Removes all arrows of things that are removed for good, in their transaction, as the database role `retention`. */
export async function unlink(tx: Tx, workspaceId: number, nodes: readonly LineageNode[]): Promise<void> {
  if (nodes.length > 0) await deleteEdges(tx, workspaceId, nodes);
}
