import { statement, type Tx } from "@plumbline/db";

/** Runs of a block, side by side by their keys: `ranked_block_with` makes blocks of as many. */
export const blockRuns = 480;

/** Writes numbers to their places, when blocks are held. `rows` gives them as workspace_id, field, run_key and value. */
export const putBlocks = (rows: string): string =>
  `INSERT INTO ranked_block AS b (workspace_id, field, block, numbers)
   SELECT p.workspace_id, p.field, p.block, ranked_block_with(
     (SELECT o.numbers FROM ranked_block o WHERE o.workspace_id = p.workspace_id AND o.field = p.field AND o.block = p.block), p.places, p.given)
   FROM (
     SELECT n.workspace_id, n.field, n.run_key / ${blockRuns} AS block,
       array_agg((n.run_key % ${blockRuns} + 1)::int) AS places, array_agg(n.value) AS given
     FROM (${rows}) AS n GROUP BY 1, 2, 3
   ) AS p
   ON CONFLICT (workspace_id, field, block) DO UPDATE SET numbers = excluded.numbers WHERE b.numbers <> excluded.numbers`;

const hold = statement("experiments.hold-ranked-blocks", "SELECT pg_advisory_xact_lock(hashtextextended('plumbline.ranked-blocks', 0))");

/** Keeps other writers away until the transaction ends: who puts numbers into a block writes all others that it saw there again. */
export async function holdBlocks(tx: Tx): Promise<void> {
  await tx.execute(hold);
}

const clear = statement(
  "experiments.clear-ranked-blocks",
  putBlocks(
    `SELECT b.workspace_id, b.field, gone.run_key, 'NaN'::float8 AS value FROM unnest($2::bigint[]) AS gone(run_key)
     JOIN ranked_block b ON b.workspace_id = $1 AND b.block = gone.run_key / ${blockRuns}`,
  ),
);

/** Takes the numbers of runs that are gone out of their blocks. */
export async function clearBlocks(tx: Tx, workspaceId: number, runKeys: readonly number[]): Promise<void> {
  await holdBlocks(tx);
  await tx.execute(clear, [workspaceId, runKeys]);
}
