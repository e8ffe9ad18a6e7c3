import { statement, type Tx } from "@plumbline/db";

/** Packed points of one run and key. */
export interface StoredBlock {
  readonly run_id: string;
  readonly name: string;
  readonly points: Buffer;
  readonly count: number;
}

/** Steps `start` to `end`, both included; a missing end is open. */
export interface StepRange {
  readonly startStep: number | undefined;
  readonly endStep: number | undefined;
}

const selectBlocks = statement(
  "experiments.select-blocks",
  `SELECT r.run_id, k.name, b.points, b.count
   FROM run r JOIN metric_key k ON k.workspace_id = $1 AND k.name = ANY($3)
   JOIN metric_block b ON b.run_key = r.key AND b.key_id = k.id
   WHERE r.workspace_id = $1 AND r.run_id = ANY($2)
     AND ($4::bigint IS NULL OR b.hi_step >= $4) AND ($5::bigint IS NULL OR b.lo_step <= $5)`,
);

/** Blocks of runs and keys that may hold points of the range, in no order. */
export const findBlocks = (
  tx: Tx,
  workspaceId: number,
  wanted: { runIds: readonly string[]; keys: readonly string[]; range: StepRange },
): Promise<StoredBlock[]> =>
  tx.rows<StoredBlock>(selectBlocks, [
    workspaceId,
    wanted.runIds,
    wanted.keys,
    wanted.range.startStep ?? null,
    wanted.range.endStep ?? null,
  ]);

/** Those of the runs that exist. */
export async function findRunIds(tx: Tx, workspaceId: number, runIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ run_id: string }>("SELECT run_id FROM run WHERE workspace_id = $1 AND run_id = ANY($2)", [
    workspaceId,
    runIds,
  ]);
  return new Set(rows.map((row) => row.run_id));
}
