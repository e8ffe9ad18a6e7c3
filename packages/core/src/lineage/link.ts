import type { Tx } from "@plumbline/db";
import { insertEdges, type NewEdge } from "./store.ts";

/** Stores arrows in the transaction of what they are about. Arrows are facts: one that is there already is left alone. */
export async function link(tx: Tx, workspaceId: number, edges: readonly NewEdge[]): Promise<void> {
  if (edges.length > 0) await insertEdges(tx, workspaceId, edges);
}
