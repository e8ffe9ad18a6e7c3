import { statement, type Tx } from "@plumbline/db";
import type { BlockFacts, Excess, MergedBlock } from "../compaction/merge-points.ts";
import type { Int64, MetricPoint } from "../metric-point.ts";

// Merging crosses workspaces: these run as the role `retention`, under its own policies.

/** How far merging has come, and the number under which this worker goes on with it. */
export interface Turn {
  readonly generation: number;
  /** Blocks written until then are done. */
  readonly consideredUntil: Date;
  /** A window that was begun: until when it reaches, and up to which run and key it is done. */
  readonly windowUntil: Date | null;
  readonly runKey: number;
  readonly keyId: number;
}

/** Takes the work over from whoever does it. */
export async function takeTurn(tx: Tx): Promise<Turn> {
  const turn = await tx.row<Turn>(
    `UPDATE metric_compaction SET generation = generation + 1 RETURNING generation, considered_until AS "consideredUntil",
       window_until AS "windowUntil", run_key AS "runKey", key_id AS "keyId"`,
  );
  if (!turn) throw new Error("the row that says how far merging has come is missing");
  return turn;
}

/**
 * Keeps the turn until the transaction ends; false if another worker has taken it. The transaction gives up rather than
 * wait long, before PostgreSQL looks for a deadlock, and is not synced: if a crash undoes it, it undoes all of it.
 */
export async function holdTurn(tx: Tx, generation: number): Promise<boolean> {
  await tx.execute("SELECT set_config('lock_timeout', '500ms', true), set_config('synchronous_commit', 'off', true)");
  return (await tx.row("SELECT id FROM metric_compaction WHERE generation = $1 FOR UPDATE", [generation])) !== undefined;
}

export const saveProgress = (tx: Tx, { generation, consideredUntil, windowUntil, runKey, keyId }: Turn): Promise<number> =>
  tx.execute("UPDATE metric_compaction SET considered_until = $2, window_until = $3, run_key = $4, key_id = $5 WHERE generation = $1", [
    generation,
    consideredUntil,
    windowUntil,
    runKey,
    keyId,
  ]);

export interface Series {
  readonly workspaceId: number;
  readonly runKey: number;
  readonly keyId: number;
}
/** A run and key with blocks as they arrived: how many, and their points. */
export interface TouchedSeries extends Series {
  readonly blocks: number;
  readonly points: number;
}

/** Runs and keys that were written to in a window, in their order, beyond a place in it: those of the first `blocks` blocks. */
export const findTouched = (
  tx: Tx,
  window: { after: Date; until: Date; beyond: Pick<Series, "runKey" | "keyId">; blocks: number },
): Promise<TouchedSeries[]> =>
  tx.rows<TouchedSeries>(
    `SELECT workspace_id AS "workspaceId", run_key AS "runKey", key_id AS "keyId", count(*) AS blocks, sum(count) AS points FROM (
       SELECT workspace_id, run_key, key_id, count FROM metric_block
       WHERE created_at > $1 AND created_at <= $2 AND lo_time IS NULL AND (run_key, key_id) > ($3, $4) ORDER BY run_key, key_id LIMIT $5
     ) AS arrived GROUP BY workspace_id, run_key, key_id ORDER BY run_key, key_id`,
    [window.after, window.until, window.beyond.runKey, window.beyond.keyId, window.blocks],
  );

/** The place of a series in the list that was asked about. */
interface Placed {
  readonly place: number;
}

const keysOf = (series: readonly Series[]): unknown[] => [series.map((one) => one.runKey), series.map((one) => one.keyId)];
const placed = "unnest($1::bigint[], $2::int[]) WITH ORDINALITY AS s(run_key, key_id, place)";

const selectSmall = statement(
  "experiments.select-small-blocks",
  `SELECT s.place - 1 AS place, b.digest, b.count, b."isMerged" FROM ${placed} CROSS JOIN LATERAL (
     (SELECT digest, count, lo_step, false AS "isMerged" FROM metric_block
      WHERE run_key = s.run_key AND key_id = s.key_id AND lo_time IS NULL AND created_at <= $3 ORDER BY lo_step, digest LIMIT $4)
     UNION ALL
     (SELECT digest, count, lo_step, true FROM metric_block
      WHERE run_key = s.run_key AND key_id = s.key_id AND lo_time IS NOT NULL AND count < $5)
   ) AS b ORDER BY s.place, b.lo_step, b.digest`,
);

/**
 * Blocks that may be merged, by step: of those as they arrived, at most `limit` of each series that were written before
 * an instant; of merged ones, those that are not full.
 */
export const findSmallBlocks = (
  tx: Tx,
  series: readonly Series[],
  rule: { writtenBefore: Date; limit: number; fullPoints: number },
): Promise<(BlockFacts & Placed)[]> => tx.rows(selectSmall, [...keysOf(series), rule.writtenBefore, rule.limit, rule.fullPoints]);

export interface NamedBlock extends Series {
  readonly digest: Buffer;
}

const namesOf = (blocks: readonly NamedBlock[]): unknown[] => [...keysOf(blocks), blocks.map((block) => block.digest)];
const named = "unnest($1::bigint[], $2::int[], $3::bytea[]) WITH ORDINALITY AS s(run_key, key_id, digest, place)";

const selectPoints = statement(
  "experiments.select-block-points",
  `SELECT s.place - 1 AS place, b.points FROM ${named}
   JOIN metric_block b ON b.run_key = s.run_key AND b.key_id = s.key_id AND b.digest = s.digest ORDER BY s.place`,
);

/** The packed points of blocks. */
export const findPoints = (tx: Tx, blocks: readonly NamedBlock[]): Promise<({ points: Buffer } & Placed)[]> =>
  tx.rows(selectPoints, namesOf(blocks));

/** Where points lie, by step and by time. */
export interface Extent extends Series {
  readonly first: MetricPoint;
  readonly last: MetricPoint;
  readonly loTime: Int64;
  readonly hiTime: Int64;
}

const selectBeside = statement(
  "experiments.select-merged-beside",
  `SELECT s.place - 1 AS place, b.digest
   FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) WITH ORDINALITY
     AS s(run_key, key_id, lo_step, hi_step, lo_time, hi_time, place)
   JOIN metric_block b ON b.run_key = s.run_key AND b.key_id = s.key_id
   WHERE b.hi_step >= s.lo_step AND b.lo_step <= s.hi_step AND b.hi_time >= s.lo_time AND b.lo_time <= s.hi_time
   ORDER BY s.place, b.digest`,
);

/** Merged blocks that may hold points of an extent. */
export const findMergedBeside = (tx: Tx, extents: readonly Extent[]): Promise<({ digest: Buffer } & Placed)[]> =>
  tx.rows(selectBeside, [
    ...keysOf(extents),
    extents.map((extent) => extent.first.step),
    extents.map((extent) => extent.last.step),
    extents.map((extent) => extent.loTime),
    extents.map((extent) => extent.hiTime),
  ]);

const deleteNamed = statement(
  "experiments.delete-merged-blocks",
  `DELETE FROM metric_block b USING unnest($1::bigint[], $2::int[], $3::bytea[]) AS s(run_key, key_id, digest)
   WHERE b.run_key = s.run_key AND b.key_id = s.key_id AND b.digest = s.digest`,
);

/** Deletes blocks; throws if one is gone already, since its points would come back with those of the others. */
export async function deleteBlocks(tx: Tx, blocks: readonly NamedBlock[]): Promise<void> {
  const deleted = await tx.execute(deleteNamed, namesOf(blocks));
  if (deleted !== blocks.length) throw new Error(`${blocks.length - deleted} of ${blocks.length} blocks were gone before they were merged`);
}

const insertMergedRows = statement(
  "experiments.insert-merged-blocks",
  `WITH written AS (
     INSERT INTO metric_block (workspace_id, run_key, key_id, digest, lo_step, hi_step, lo_time, hi_time, count, points)
     SELECT workspace_id, run_key, key_id, digest, lo_step, hi_step, lo_time, hi_time, count, points
     FROM unnest($1::bigint[], $2::int[], $3::bytea[], $4::int[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::int[], $10::bytea[])
       AS s(run_key, key_id, digest, workspace_id, lo_step, hi_step, lo_time, hi_time, count, points)
     ORDER BY run_key, key_id, digest ON CONFLICT DO NOTHING RETURNING run_key, key_id, digest
   )
   SELECT s.place - 1 AS place FROM ${named}
   WHERE NOT EXISTS (SELECT FROM written w WHERE w.run_key = s.run_key AND w.key_id = s.key_id AND w.digest = s.digest)`,
);

/** Stores merged blocks; returns the places of those whose very points a request has brought again meanwhile. */
export async function insertMerged(tx: Tx, blocks: readonly (Series & MergedBlock)[]): Promise<number[]> {
  const rows = await tx.rows<Placed>(insertMergedRows, [
    ...namesOf(blocks),
    blocks.map((block) => block.workspaceId),
    blocks.map((block) => block.loStep),
    blocks.map((block) => block.hiStep),
    blocks.map((block) => block.loTime),
    blocks.map((block) => block.hiTime),
    blocks.map((block) => block.count),
    blocks.map((block) => block.bytes),
  ]);
  return rows.map((row) => row.place);
}

interface HeldSummary extends Placed {
  readonly count: number;
  readonly numericCount: number;
  readonly sum: number;
}

const holdSummaries = statement(
  "experiments.hold-summaries",
  `SELECT s.place - 1 AS place, m.count, m.numeric_count AS "numericCount", m.sum
   FROM metric_summary m JOIN ${placed} ON m.run_key = s.run_key AND m.key_id = s.key_id
   ORDER BY m.run_key, m.key_id FOR NO KEY UPDATE OF m`,
);
const writeSummaries = statement(
  "experiments.correct-summaries",
  `UPDATE metric_summary m SET count = s.count, numeric_count = s.numeric_count, sum = s.sum
   FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[], $5::float8[]) AS s(run_key, key_id, count, numeric_count, sum)
   WHERE m.run_key = s.run_key AND m.key_id = s.key_id`,
);

/** Counts points that were counted twice once; each series once. Reckoned here: PostgreSQL refuses a sum that overflows. */
export async function correctSummaries(tx: Tx, excesses: readonly (Series & { excess: Excess })[]): Promise<void> {
  const held = await tx.rows<HeldSummary>(holdSummaries, keysOf(excesses));
  const corrected = held.flatMap((summary) => {
    const found = excesses[summary.place];
    return found ? [{ ...found, summary }] : [];
  });
  await tx.execute(writeSummaries, [
    ...keysOf(corrected),
    corrected.map(({ summary, excess }) => summary.count - excess.count),
    corrected.map(({ summary, excess }) => summary.numericCount - excess.numericCount),
    corrected.map(({ summary, excess }) => summary.sum - excess.sum),
  ]);
}
