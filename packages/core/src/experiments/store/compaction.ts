import { byteaArray, float8Array, int4Array, int8Array, statement, type Tx } from "@plumbline/db";
import type { Excess, MergedBlock } from "../compaction/merge-points.ts";
import type { Bundle, BundleExtent } from "../metric-bundle.ts";
import type { Int64, MetricPoint } from "../metric-point.ts";
import { extentColumns, extentParameters, extentValues } from "./metric-arrivals.ts";

// Merging crosses workspaces: these run as the role `retention`, under its own policies.

/** Takes the work over from whoever does it; returns the number under which this worker goes on with it. */
export async function takeTurn(tx: Tx): Promise<number> {
  const turn = await tx.row<{ generation: number }>("UPDATE metric_compaction SET generation = generation + 1 RETURNING generation");
  if (!turn) throw new Error("the row that says who merges is missing");
  return turn.generation;
}

/**
 * Keeps the turn until the transaction ends; false if another worker has taken it. The transaction gives up rather than
 * wait long, before PostgreSQL looks for a deadlock, and is not synced: if a crash undoes it, it undoes all of it.
 */
export async function holdTurn(tx: Tx, generation: number): Promise<boolean> {
  await tx.execute("SELECT set_config('lock_timeout', '500ms', true), set_config('synchronous_commit', 'off', true)");
  return (await tx.row("SELECT id FROM metric_compaction WHERE generation = $1 FOR UPDATE", [generation])) !== undefined;
}

export interface RunRef {
  readonly workspaceId: number;
  readonly runKey: number;
}

/** A run with arrivals that are to be merged. */
export interface DueRun extends RunRef {
  readonly arrivals: number;
  readonly points: number;
}

/** Runs with an arrival that is old enough, or with so many that reading them takes long; those that wait longest first. */
export const findDue = (tx: Tx, rule: { writtenBefore: Date; arrivals: number; points: number; limit: number }): Promise<DueRun[]> =>
  tx.rows<DueRun>(
    `SELECT workspace_id AS "workspaceId", run_key AS "runKey", count(*) AS arrivals, sum(count) AS points FROM metric_arrival
     WHERE points IS NOT NULL GROUP BY workspace_id, run_key
     HAVING min(created_at) <= $1 OR count(*) >= $2 OR sum(count) >= $3 ORDER BY min(created_at) LIMIT $4`,
    [rule.writtenBefore, rule.arrivals, rule.points, rule.limit],
  );

/** The place of a row's run in the list that was asked about. */
interface Placed {
  readonly place: number;
}

const placedRuns = "unnest($1::bigint[]) WITH ORDINALITY AS r(run_key, place)";

export interface ArrivedPoints extends Placed {
  readonly digest: Buffer;
  readonly count: number;
  readonly points: Buffer;
  /** Written so long ago that its request is not repeated any more. */
  readonly isSettled: boolean;
}

const selectArrivals = statement(
  "experiments.select-due-arrivals",
  `SELECT r.place - 1 AS place, a.digest, a.count, a.points, a.created_at <= $2 AS "isSettled" FROM ${placedRuns} CROSS JOIN LATERAL (
     SELECT * FROM (
       SELECT digest, count, points, created_at, sum(count) OVER (ORDER BY lo_step, digest) - count AS points_before
       FROM metric_arrival WHERE run_key = r.run_key AND points IS NOT NULL ORDER BY lo_step, digest LIMIT $3
     ) AS listed WHERE points_before < $4
   ) AS a ORDER BY r.place`,
);

/** The arrivals of runs that are merged at once: of each run those of the first steps, so that blocks follow one another, up to a number of rows and of points. */
export const findArrivals = (
  tx: Tx,
  runs: readonly RunRef[],
  rule: { writtenBefore: Date; arrivals: number; points: number },
): Promise<ArrivedPoints[]> =>
  tx.rows(selectArrivals, [int8Array(runs.map((run) => run.runKey)), rule.writtenBefore, rule.arrivals, rule.points]);

/** What there is to know of a bundle without reading its points. */
export interface BundleFacts extends BundleExtent, Placed {
  readonly shelf: number;
  readonly id: number;
}

const selectBundles = statement(
  "experiments.select-bundle-facts",
  `SELECT r.place - 1 AS place, shelf, id, lo_key AS "loKey", hi_key AS "hiKey", keys, count,
     lo_step AS "loStep", hi_step AS "hiStep", lo_time AS "loTime", hi_time AS "hiTime"
   FROM ${placedRuns} JOIN metric_bundle b ON b.run_key = r.run_key ORDER BY r.place, b.shelf, b.id`,
);

/** All bundles of runs. */
export const findBundles = (tx: Tx, runs: readonly RunRef[]): Promise<BundleFacts[]> =>
  tx.rows(selectBundles, [int8Array(runs.map((run) => run.runKey))]);

/** A bundle's name. */
export interface NamedBundle extends RunRef {
  readonly shelf: number;
  readonly id: number;
}

const bundleNames = "unnest($1::bigint[], $2::int[], $3::bigint[]) WITH ORDINALITY AS n(run_key, shelf, id, place)";
const bundleValues = (bundles: readonly NamedBundle[]): Buffer[] => [
  int8Array(bundles.map((one) => one.runKey)),
  int4Array(bundles.map((one) => one.shelf)),
  int8Array(bundles.map((one) => one.id)),
];

const selectBundlePoints = statement(
  "experiments.select-bundle-points",
  `SELECT n.place - 1 AS place, b.points FROM ${bundleNames}
   JOIN metric_bundle b ON b.run_key = n.run_key AND b.shelf = n.shelf AND b.id = n.id ORDER BY n.place`,
);

/** The packed points of bundles. */
export const findBundlePoints = (tx: Tx, bundles: readonly NamedBundle[]): Promise<({ points: Buffer } & Placed)[]> =>
  tx.rows(selectBundlePoints, bundleValues(bundles));

export interface Series extends RunRef {
  readonly keyId: number;
}

const keysOf = (series: readonly Series[]): Buffer[] => [
  int8Array(series.map((one) => one.runKey)),
  int4Array(series.map((one) => one.keyId)),
];

/** Where points lie, by step and by time. */
export interface Extent extends Series {
  readonly first: MetricPoint;
  readonly last: MetricPoint;
  readonly loTime: Int64;
  readonly hiTime: Int64;
}

const selectBeside = statement(
  "experiments.select-blocks-beside",
  `SELECT s.place - 1 AS place, b.digest
   FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) WITH ORDINALITY
     AS s(run_key, key_id, lo_step, hi_step, lo_time, hi_time, place)
   JOIN metric_block b ON b.run_key = s.run_key AND b.key_id = s.key_id
   WHERE b.hi_step >= s.lo_step AND b.lo_step <= s.hi_step AND (b.lo_time IS NULL OR (b.hi_time >= s.lo_time AND b.lo_time <= s.hi_time))
   ORDER BY s.place, b.digest`,
);

/** Blocks that may hold points of an extent. */
export const findBlocksBeside = (tx: Tx, extents: readonly Extent[]): Promise<({ digest: Buffer } & Placed)[]> =>
  tx.rows(selectBeside, [
    ...keysOf(extents),
    int8Array(extents.map((extent) => extent.first.step)),
    int8Array(extents.map((extent) => extent.last.step)),
    int8Array(extents.map((extent) => extent.loTime)),
    int8Array(extents.map((extent) => extent.hiTime)),
  ]);

export interface NamedBlock extends Series {
  readonly digest: Buffer;
}

const selectBlockPoints = statement(
  "experiments.select-block-points",
  `SELECT s.place - 1 AS place, b.points FROM unnest($1::bigint[], $2::int[], $3::bytea[]) WITH ORDINALITY AS s(run_key, key_id, digest, place)
   JOIN metric_block b ON b.run_key = s.run_key AND b.key_id = s.key_id AND b.digest = s.digest ORDER BY s.place`,
);

/** The packed points of blocks. */
export const findBlockPoints = (tx: Tx, blocks: readonly NamedBlock[]): Promise<({ points: Buffer } & Placed)[]> =>
  tx.rows(selectBlockPoints, [...keysOf(blocks), byteaArray(blocks.map((block) => block.digest))]);

/** An arrival's name. */
export interface NamedArrival extends RunRef {
  readonly digest: Buffer;
  readonly isSettled: boolean;
}

const arrivalNames = "unnest($1::bigint[], $2::bytea[]) AS n(run_key, digest)";
const removeRows = statement(
  "experiments.remove-arrivals",
  `DELETE FROM metric_arrival a USING ${arrivalNames} WHERE a.run_key = n.run_key AND a.digest = n.digest`,
);
const emptyRows = statement(
  "experiments.empty-arrivals",
  `UPDATE metric_arrival a SET points = NULL FROM ${arrivalNames} WHERE a.run_key = n.run_key AND a.digest = n.digest`,
);

/** Takes merged arrivals away; of those whose request may still be repeated, the points alone. Throws if one is gone already: its points would be there twice. */
export async function takeArrivals(tx: Tx, arrivals: readonly NamedArrival[]): Promise<void> {
  let taken = 0;
  for (const [sql, isSettled] of [
    [removeRows, true],
    [emptyRows, false],
  ] as const) {
    const some = arrivals.filter((one) => one.isSettled === isSettled);
    if (some.length > 0)
      taken += await tx.execute(sql, [int8Array(some.map((one) => one.runKey)), byteaArray(some.map((one) => one.digest))]);
  }
  if (taken !== arrivals.length)
    throw new Error(`${arrivals.length - taken} of ${arrivals.length} arrivals were gone before they were merged`);
}

/** Removes what is left of arrivals that were merged before their request had settled; at most so many at once. Returns how many. */
export const removeEmptied = (tx: Tx, rule: { writtenBefore: Date; limit: number }): Promise<number> =>
  tx.execute(
    `DELETE FROM metric_arrival WHERE ctid = ANY(ARRAY(SELECT ctid FROM metric_arrival WHERE points IS NULL AND created_at <= $1 LIMIT $2))
     AND points IS NULL AND created_at <= $1`,
    [rule.writtenBefore, rule.limit],
  );

const removeBundles = statement(
  "experiments.remove-bundles",
  `DELETE FROM metric_bundle b USING ${bundleNames} WHERE b.run_key = n.run_key AND b.shelf = n.shelf AND b.id = n.id`,
);

/** Removes bundles that others replace. */
export async function deleteBundles(tx: Tx, bundles: readonly NamedBundle[]): Promise<void> {
  const deleted = await tx.execute(removeBundles, bundleValues(bundles));
  if (deleted !== bundles.length)
    throw new Error(`${bundles.length - deleted} of ${bundles.length} bundles were gone before they were merged`);
}

const insertBundleRows = statement(
  "experiments.insert-bundles",
  `INSERT INTO metric_bundle (workspace_id, run_key, shelf, points, ${extentColumns})
   SELECT * FROM unnest($1::int[], $2::bigint[], $3::int[], $4::bytea[], ${extentParameters(5)})`,
);

export async function insertBundles(tx: Tx, bundles: readonly (RunRef & { shelf: number; bundle: Bundle })[]): Promise<void> {
  const packed = bundles.map((one) => one.bundle);
  await tx.execute(insertBundleRows, [
    int4Array(bundles.map((one) => one.workspaceId)),
    int8Array(bundles.map((one) => one.runKey)),
    int4Array(bundles.map((one) => one.shelf)),
    byteaArray(packed.map(({ bytes }) => bytes)),
    ...extentValues(packed),
  ]);
}

const insertBlockRows = statement(
  "experiments.insert-blocks",
  `INSERT INTO metric_block (workspace_id, run_key, key_id, digest, lo_step, hi_step, lo_time, hi_time, count, points)
   SELECT * FROM unnest($1::int[], $2::bigint[], $3::int[], $4::bytea[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::int[], $10::bytea[])`,
);

export async function insertBlocks(tx: Tx, blocks: readonly (Series & MergedBlock)[]): Promise<void> {
  await tx.execute(insertBlockRows, [
    int4Array(blocks.map((block) => block.workspaceId)),
    ...keysOf(blocks),
    byteaArray(blocks.map((block) => block.digest)),
    int8Array(blocks.map((block) => block.loStep)),
    int8Array(blocks.map((block) => block.hiStep)),
    int8Array(blocks.map((block) => block.loTime)),
    int8Array(blocks.map((block) => block.hiTime)),
    int4Array(blocks.map((block) => block.count)),
    byteaArray(blocks.map((block) => block.bytes)),
  ]);
}

interface HeldSummary extends Placed {
  readonly count: number;
  readonly numericCount: number;
  readonly sum: number;
}

const holdSummaries = statement(
  "experiments.hold-summaries",
  `SELECT s.place - 1 AS place, m.count, m.numeric_count AS "numericCount", m.sum
   FROM metric_summary m JOIN unnest($1::bigint[], $2::int[]) WITH ORDINALITY AS s(run_key, key_id, place)
     ON m.run_key = s.run_key AND m.key_id = s.key_id
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
    int8Array(corrected.map(({ summary, excess }) => summary.count - excess.count)),
    int8Array(corrected.map(({ summary, excess }) => summary.numericCount - excess.numericCount)),
    float8Array(corrected.map(({ summary, excess }) => summary.sum - excess.sum)),
  ]);
}
