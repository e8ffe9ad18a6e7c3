import type { ClusterWrite } from "@plumbline/contracts/clusters/management";
import type { WriteRow } from "../store/writes.ts";

export const toWrite = (row: WriteRow, names: ReadonlyMap<string, string>): ClusterWrite => ({
  id: row.id,
  kind: row.kind,
  namespace: row.namespace,
  name: row.name,
  state: row.state,
  problem: row.problem,
  by: { id: row.by, name: names.get(row.by) ?? null },
  at: row.at.toISOString(),
});
