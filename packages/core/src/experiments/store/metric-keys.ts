import { statement, type Tx } from "@plumbline/db";

const insertNames = statement(
  "experiments.insert-metric-keys",
  "INSERT INTO metric_key (workspace_id, name) SELECT $1, name FROM unnest($2::text[]) AS t(name) ORDER BY name ON CONFLICT DO NOTHING",
);
const selectNames = statement(
  "experiments.select-metric-keys",
  "SELECT id, name FROM metric_key WHERE workspace_id = $1 AND name = ANY($2)",
);

export const insertMetricKeys = (tx: Tx, workspaceId: number, names: readonly string[]): Promise<number> =>
  tx.execute(insertNames, [workspaceId, names]);

export const findMetricKeys = (tx: Tx, workspaceId: number, names: readonly string[]): Promise<{ id: number; name: string }[]> =>
  tx.rows(selectNames, [workspaceId, names]);
