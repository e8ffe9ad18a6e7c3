import type { RunColumns } from "@plumbline/contracts/experiments/run";
import { statement, type Tx } from "@plumbline/db";
import { type RunRow, runColumns } from "./runs.ts";

const select = statement(
  "experiments.select-named-runs",
  `SELECT ${runColumns} FROM run r WHERE r.workspace_id = $1 AND r.run_id = ANY($2::text[])`,
);

/** Those of the runs that there are, deleted ones too, in no order. */
export const findRuns = (tx: Tx, workspaceId: number, runIds: readonly string[]): Promise<RunRow[]> =>
  tx.rows<RunRow>(select, [workspaceId, [...runIds]]);

const of = (alias: string) => `${alias}.workspace_id = $1 AND ${alias}.run_key = ANY($2::bigint[])`;

const count = statement(
  "experiments.count-compared-values",
  `SELECT (SELECT count(*) FROM (SELECT FROM run_param k WHERE ${of("k")} AND ($4::text[] IS NULL OR k.key = ANY($4)) LIMIT $3) AS k)
     + (SELECT count(*) FROM (SELECT FROM run_tag k WHERE ${of("k")} AND ($5::text[] IS NULL OR k.key = ANY($5)) LIMIT $3) AS k)
     + (SELECT count(*) FROM (
          SELECT FROM metric_summary m JOIN metric_key n ON n.id = m.key_id AND n.workspace_id = m.workspace_id
          WHERE ${of("m")} AND ($6::text[] IS NULL OR n.name = ANY($6)) LIMIT $3
        ) AS m) AS total`,
);

/** How many params, tags and metrics the runs have; counting stops soon after `most`. */
export async function countValues(
  tx: Tx,
  workspaceId: number,
  { runKeys, columns, most }: { runKeys: readonly number[]; columns: RunColumns; most: number },
): Promise<number> {
  const { params, tags, metrics } = columns;
  const row = await tx.row<{ total: number }>(count, [workspaceId, [...runKeys], most + 1, params ?? null, tags ?? null, metrics ?? null]);
  return Number(row?.total ?? 0);
}
