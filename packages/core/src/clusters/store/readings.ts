import type { Tx } from "@plumbline/db";
import type { ClusterFacts } from "../reading/facts.ts";
import type { UnitWork } from "../reading/utilisation.ts";

export interface ReadingRow {
  readonly cluster_id: string;
  readonly read_at: Date;
  readonly body: ClusterFacts;
}

/** What clusters' lists show of a reading. */
export interface ReadingSummary {
  readonly cluster_id: string;
  readonly read_at: Date;
  readonly gpu_nodes: number;
  readonly total: number;
  readonly free: number;
  readonly idle: number;
  readonly has_figures: boolean;
  readonly pending: number;
  readonly queues: readonly string[];
}

/** Undefined where there is none but the one of that instant. */
export const findNewerReading = (tx: Tx, clusterId: string, than: Date | null): Promise<ReadingRow | undefined> =>
  tx.row("SELECT cluster_id, read_at, body FROM cluster_reading WHERE cluster_id = $1 AND read_at IS DISTINCT FROM $2::timestamptz", [
    clusterId,
    than,
  ]);

export const findReading = (tx: Tx, clusterId: string): Promise<ReadingRow | undefined> =>
  tx.row("SELECT cluster_id, read_at, body FROM cluster_reading WHERE cluster_id = $1", [clusterId]);

export const selectSummaries = (tx: Tx): Promise<ReadingSummary[]> =>
  tx.rows(
    `SELECT r.cluster_id, r.read_at, (r.body->>'gpuNodes')::int AS gpu_nodes, p.total, p.free, p.idle,
       jsonb_typeof(r.body->'measure') = 'string' AS has_figures, (r.body->'pending'->>'total')::int AS pending,
       ARRAY(SELECT q->>'name' FROM jsonb_array_elements(r.body->'queues') q) AS queues
     FROM cluster_reading r CROSS JOIN LATERAL (
       SELECT COALESCE(sum((o->>'total')::float8), 0) AS total, COALESCE(sum((o->>'free')::float8 + (o->>'closed')::float8), 0) AS free,
         COALESCE(sum((o->>'idle')::float8), 0) AS idle
       FROM jsonb_array_elements(r.body->'pools') o) p`,
  );

export const findUnits = async (tx: Tx, clusterId: string): Promise<Record<string, UnitWork>> =>
  (await tx.row<{ units: Record<string, UnitWork> }>("SELECT units FROM cluster_reading WHERE cluster_id = $1", [clusterId]))?.units ?? {};

export async function putReading(
  tx: Tx,
  clusterId: string,
  { readAt, body, units }: { readAt: Date; body: ClusterFacts; units: Readonly<Record<string, UnitWork>> },
): Promise<void> {
  await tx.execute(
    `INSERT INTO cluster_reading (cluster_id, read_at, body, units) VALUES ($1, $2, $3, $4)
     ON CONFLICT (cluster_id) DO UPDATE SET read_at = $2, body = $3, units = $4`,
    [clusterId, readAt, JSON.stringify(body), JSON.stringify(units)],
  );
}

/** The same was read again. */
export async function touchReading(tx: Tx, clusterId: string, readAt: Date): Promise<void> {
  await tx.execute("UPDATE cluster_reading SET read_at = $2 WHERE cluster_id = $1", [clusterId, readAt]);
}

/** Every workspace that is not archived. */
export const selectWorkspaceIds = async (tx: Tx): Promise<number[]> =>
  (await tx.rows<{ workspace_id: number }>("SELECT workspace_id FROM workspaces_tenant WHERE NOT is_archived ORDER BY 1")).map(
    ({ workspace_id }) => workspace_id,
  );
