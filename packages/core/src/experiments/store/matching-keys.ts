import type { Tx } from "@plumbline/db";
import { createBindings } from "../../kernel/index.ts";
import { type RunSelection, selectionConditions } from "./run-selection.ts";

export interface MatchingKeys {
  readonly metrics: readonly string[];
  readonly params: readonly string[];
  readonly tags: readonly string[];
}

/** Every key that any matching run has, by name; of each kind no more than `limit`. */
export async function listMatchingKeys(
  tx: Tx,
  workspaceId: number,
  selection: RunSelection & { readonly limit: number },
): Promise<MatchingKeys> {
  const bindings = createBindings();
  const workspaceSql = `${bindings.bind(workspaceId)}::int`;
  const conditions = selectionConditions(selection, { workspaceSql, bindings });
  const limit = bindings.bind(selection.limit);
  const keysIn = (table: string, column: string) =>
    `SELECT DISTINCT x.${column} FROM chosen JOIN ${table} x ON x.workspace_id = ${workspaceSql} AND x.run_key = chosen.key`;
  const list = (rows: string) => `(SELECT COALESCE(json_agg(key ORDER BY key COLLATE "C"), '[]') FROM (${rows} LIMIT ${limit}) AS k(key))`;
  const measured = `SELECT n.name FROM (${keysIn("metric_summary", "key_id")}) AS m JOIN metric_key n ON n.workspace_id = ${workspaceSql} AND n.id = m.key_id`;
  const row = await tx.row<MatchingKeys>(
    `WITH chosen AS MATERIALIZED (SELECT r.key FROM run r WHERE ${conditions.join(" AND ")})
     SELECT ${list(measured)} AS metrics, ${list(keysIn("run_param", "key"))} AS params, ${list(keysIn("run_tag", "key"))} AS tags`,
    bindings.values,
  );
  return row ?? { metrics: [], params: [], tags: [] };
}
