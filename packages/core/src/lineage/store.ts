import type { LineageEdge, LineageNode } from "@plumbline/contracts/lineage";
import { statement, type Tx } from "@plumbline/db";

/** An arrow that is to be stored. */
export interface NewEdge {
  readonly from: LineageNode;
  readonly relation: string;
  readonly to: LineageNode;
}

// In one order in every transaction, so that two that store the same arrows wait for each other and never in a ring.
const insert = statement(
  "lineage.insert-edges",
  `INSERT INTO lineage_edge (workspace_id, from_kind, from_id, relation, to_kind, to_id)
   SELECT DISTINCT $1::int, edge.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS edge
   ORDER BY 2, 3, 4, 5, 6
   ON CONFLICT DO NOTHING`,
);

/** Stores arrows; those that are there already stay as they are. */
export async function insertEdges(tx: Tx, workspaceId: number, edges: readonly NewEdge[]): Promise<void> {
  await tx.execute(insert, [
    workspaceId,
    edges.map(({ from }) => from.kind),
    edges.map(({ from }) => from.id),
    edges.map(({ relation }) => relation),
    edges.map(({ to }) => to.kind),
    edges.map(({ to }) => to.id),
  ]);
}

interface EdgeRow {
  readonly from_kind: LineageNode["kind"];
  readonly from_id: string;
  readonly relation: string;
  readonly to_kind: LineageNode["kind"];
  readonly to_id: string;
  readonly created_at: Date;
}

/** Arrows that begin or end at a node, the newest first, at most `limit`. */
export async function findEdges(
  tx: Tx,
  workspaceId: number,
  { node, limit }: { node: LineageNode; limit: number },
): Promise<LineageEdge[]> {
  const rows = await tx.rows<EdgeRow>(
    `SELECT from_kind, from_id, relation, to_kind, to_id, created_at FROM lineage_edge WHERE workspace_id = $1 AND from_kind = $2 AND from_id = $3
     UNION
     SELECT from_kind, from_id, relation, to_kind, to_id, created_at FROM lineage_edge WHERE workspace_id = $1 AND to_kind = $2 AND to_id = $3
     ORDER BY created_at DESC, from_kind, from_id, to_kind, to_id, relation LIMIT $4`,
    [workspaceId, node.kind, node.id, limit],
  );
  return rows.map((row) => ({
    from: { kind: row.from_kind, id: row.from_id },
    relation: row.relation,
    to: { kind: row.to_kind, id: row.to_id },
    createdAt: row.created_at.toISOString(),
  }));
}
