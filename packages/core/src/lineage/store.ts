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

const nodes = "unnest($2::text[], $3::text[]) AS node(kind, id)";
const remove = (end: "from" | "to") =>
  statement(
    `lineage.delete-edges-${end}`,
    `DELETE FROM lineage_edge e USING ${nodes} WHERE e.workspace_id = $1 AND e.${end}_kind = node.kind AND e.${end}_id = node.id`,
  );
const removals = [remove("from"), remove("to")];

/** Removes arrows that begin or end at one of these. */
export async function deleteEdges(tx: Tx, workspaceId: number, of: readonly LineageNode[]): Promise<void> {
  for (const removal of removals) await tx.execute(removal, [workspaceId, of.map(({ kind }) => kind), of.map(({ id }) => id)]);
}

interface EdgeRow {
  readonly from_kind: LineageNode["kind"];
  readonly from_id: string;
  readonly relation: string;
  readonly to_kind: LineageNode["kind"];
  readonly to_id: string;
  readonly created_at: Date;
}

/** Arrows that begin or end at a node, the newest first, at most `limit`. Those of removed versions are left out. */
export async function findEdges(
  tx: Tx,
  workspaceId: number,
  { node, limit }: { node: LineageNode; limit: number },
): Promise<LineageEdge[]> {
  const stored = node.kind === "model-version" ? await storedVersion(tx, workspaceId, node.id) : node.id;
  if (stored === undefined) return [];
  const rows = await tx.rows<EdgeRow>(
    `SELECT from_kind, from_id, relation, to_kind, to_id, created_at FROM lineage_edge WHERE workspace_id = $1 AND from_kind = $2 AND from_id = $3
     UNION
     SELECT from_kind, from_id, relation, to_kind, to_id, created_at FROM lineage_edge WHERE workspace_id = $1 AND to_kind = $2 AND to_id = $3
     ORDER BY created_at DESC, from_kind, from_id, to_kind, to_id, relation LIMIT $4`,
    [workspaceId, node.kind, stored, limit],
  );
  const shown = await shownVersions(tx, workspaceId, rows);
  return rows.flatMap((row) => {
    const from = shown({ kind: row.from_kind, id: row.from_id });
    const to = shown({ kind: row.to_kind, id: row.to_id });
    return from && to ? [{ from, relation: row.relation, to, createdAt: row.created_at.toISOString() }] : [];
  });
}

/** A version is kept by its model's key, which stays when the model is renamed, and shown as `<model>/<version>`. */
async function storedVersion(tx: Tx, workspaceId: number, id: string): Promise<string | undefined> {
  const [, model, version] = /^(.+)\/(\d{1,9})$/s.exec(id) ?? [];
  if (model === undefined) return undefined;
  const row = await tx.row<{ ref: string }>(
    "SELECT model_key || '/' || version AS ref FROM registry_version WHERE workspace_id = $1 AND model = $2 AND version = $3",
    [workspaceId, model, Number(version)],
  );
  return row?.ref;
}

async function shownVersions(tx: Tx, workspaceId: number, rows: readonly EdgeRow[]) {
  const refs = rows.flatMap((row) => [
    ...(row.from_kind === "model-version" ? [row.from_id.split("/")] : []),
    ...(row.to_kind === "model-version" ? [row.to_id.split("/")] : []),
  ]);
  const named =
    refs.length === 0
      ? []
      : await tx.rows<{ ref: string; id: string }>(
          `SELECT v.model_key || '/' || v.version AS ref, v.model || '/' || v.version AS id
           FROM unnest($2::bigint[], $3::int[]) AS r(key, version) JOIN registry_version v ON v.model_key = r.key AND v.version = r.version
           WHERE v.workspace_id = $1`,
          [workspaceId, refs.map(([key]) => key), refs.map(([, version]) => version)],
        );
  const ids = new Map(named.map(({ ref, id }) => [ref, id]));
  return (node: LineageNode): LineageNode | undefined => {
    if (node.kind !== "model-version") return node;
    const id = ids.get(node.id);
    return id === undefined ? undefined : { kind: node.kind, id };
  };
}
