import { byteaArray, int4Array, int8Array, statement, type Tx } from "@plumbline/db";
import { shelvesOf } from "../bundle-shelf.ts";
import { type Int64, toInt64 } from "../metric-point.ts";
import { leastBytes } from "../part-cache.ts";

/** Packed points: a bundle of several keys, or a block of one. */
export interface StoredPoints {
  readonly runKey: number;
  /** Null: a bundle. */
  readonly keyId: number | null;
  readonly count: number;
  /** A step beyond 2^53 is the nearest float64. */
  readonly loStep: number;
  readonly hiStep: number;
  /** Null: the reader has kept them. */
  readonly points: Buffer | null;
  /** Names the points of a part that is worth keeping. */
  readonly digest: string | null;
}

/** Steps `start` to `end`, both included; a missing end is open. */
export interface StepRange {
  readonly startStep: number | undefined;
  readonly endStep: number | undefined;
}

// Each run and key is looked up by itself, by the columns of a primary key: these plans are made on young tables and kept.
const inRange = "($4::bigint IS NULL OR hi_step >= $4) AND ($5::bigint IS NULL OR lo_step <= $5)";
const holdsKey = "EXISTS (SELECT FROM unnest($3::int[]) AS wanted(id) WHERE wanted.id BETWEEN lo_key AND hi_key)";
const eachRun = "unnest($2::bigint[]) AS r(run_key)";
// The driver takes text alone: this is shorter than bytea's own, and sooner turned back.
const asText = "encode(points, 'base64')";
const bytesOf = (text: string): Buffer => Buffer.from(text, "base64");

// A part that the reader has kept is named and not sent. The subquery becomes a hash table, whatever is known of the rows.
const named = `CASE WHEN octet_length(points) >= ${leastBytes} THEN encode(digest, 'hex') END AS digest`;
const unlessKept = `CASE WHEN digest IN (SELECT unnest($7::bytea[])) THEN NULL ELSE ${asText} END AS points`;

const selectPoints = statement(
  "experiments.select-points",
  `SELECT r.run_key AS "runKey", k.key_id AS "keyId", count, lo_step AS "loStep", hi_step AS "hiStep", ${named}, ${unlessKept}
   FROM ${eachRun} CROSS JOIN unnest($3::int[]) AS k(key_id) CROSS JOIN LATERAL (
     SELECT count, lo_step, hi_step, digest, points FROM metric_block
     WHERE workspace_id = $1 AND run_key = r.run_key AND key_id = k.key_id AND ${inRange} OFFSET 0) AS b
   UNION ALL
   SELECT r.run_key, NULL, count, lo_step, hi_step, NULL, ${asText} FROM ${eachRun} CROSS JOIN LATERAL (
     SELECT count, lo_step, hi_step, points FROM metric_bundle WHERE workspace_id = $1 AND run_key = r.run_key AND shelf = ANY($6::int[]) AND ${inRange} AND ${holdsKey} OFFSET 0) AS b
   UNION ALL
   SELECT r.run_key, NULL, count, lo_step, hi_step, ${named}, ${unlessKept} FROM ${eachRun} CROSS JOIN LATERAL (
     SELECT count, lo_step, hi_step, digest, points FROM metric_arrival
     WHERE workspace_id = $1 AND run_key = r.run_key AND points IS NOT NULL AND ${inRange} AND ${holdsKey} OFFSET 0) AS a`,
);

/** What is asked for; of parts that the reader has kept the points are not sent again. */
export interface PointsWanted {
  readonly runKeys: readonly number[];
  readonly keyIds: readonly number[];
  readonly range: StepRange;
  /** Their digests. */
  readonly kept: readonly string[];
}

/**
 * All that may hold points of these runs and keys in a range, in no order. One statement, so that what is merged meanwhile is seen once.
 */
export async function findPoints(tx: Tx, workspaceId: number, { runKeys, keyIds, range, kept }: PointsWanted): Promise<StoredPoints[]> {
  const rows = await tx.rows<Omit<StoredPoints, "points"> & { points: string | null }>(selectPoints, [
    workspaceId,
    int8Array(runKeys),
    int4Array(keyIds),
    range.startStep ?? null,
    range.endStep ?? null,
    int4Array(shelvesOf(keyIds)),
    byteaArray(kept.map((digest) => Buffer.from(digest, "hex"))),
  ]);
  return rows.map((row) => ({ ...row, points: row.points === null ? null : bytesOf(row.points) }));
}

/** Where a page of a history begins, and how many points it must find. */
export interface PageReach {
  readonly runKey: number;
  readonly keyId: number;
  /** Points before this time are of no interest. */
  readonly fromTime: Int64;
  /** Null: all points. */
  readonly points: number | null;
}

/** All that may hold points of a run and key, with the columns that are asked of blocks and of bundles. */
const pieces = (ofBlock: string, ofBundle: string): string => `
  SELECT lo_time, hi_time, ${ofBlock} FROM metric_block WHERE workspace_id = $1 AND run_key = $2 AND key_id = $3
  UNION ALL
  SELECT lo_time, hi_time, ${ofBundle} FROM metric_bundle
  WHERE workspace_id = $1 AND run_key = $2 AND shelf = ANY($6::int[]) AND $3 BETWEEN lo_key AND hi_key
  UNION ALL
  SELECT lo_time, hi_time, ${ofBundle} FROM metric_arrival
  WHERE workspace_id = $1 AND run_key = $2 AND points IS NOT NULL AND $3 BETWEEN lo_key AND hi_key`;

// Those that begin first are taken until they hold enough points: a bundle an equal share for each of its keys. Blocks of earlier releases that
// were never merged may hold points of any time, and are taken always.
const selectPage = statement(
  "experiments.select-page",
  `WITH page AS MATERIALIZED (
     SELECT min(lo_time) AS until_time FROM (
       SELECT lo_time, sum(points) FILTER (WHERE lo_time > $4) OVER (ORDER BY lo_time ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS points_before
       FROM (${pieces("count AS points", "count / keys AS points")}) AS piece WHERE hi_time >= $4
     ) AS timed WHERE points_before >= $5
   )
   SELECT encode(piece.points, 'base64') AS points, piece."isBundle", page.until_time::text AS "untilTime"
   FROM page LEFT JOIN (${pieces('points, false AS "isBundle"', "points, true")}) AS piece
     ON piece.lo_time IS NULL OR (piece.hi_time >= $4 AND (page.until_time IS NULL OR piece.lo_time < page.until_time))
   ORDER BY piece.lo_time`,
);

/** What a page of a history is made of. */
export interface PageParts {
  readonly parts: readonly { readonly points: Buffer; readonly isBundle: boolean }[];
  /** The parts hold every point before this time; undefined: all that follow. */
  readonly untilTime: Int64 | undefined;
}

/** Blocks and bundles that hold every point of a run and key from a time on and before `untilTime`. One statement, as above. */
export async function findPageParts(tx: Tx, workspaceId: number, reach: PageReach): Promise<PageParts> {
  const { runKey, keyId, fromTime, points } = reach;
  const rows = await tx.rows<{ points: string | null; isBundle: boolean; untilTime: string | null }>(selectPage, [
    workspaceId,
    runKey,
    keyId,
    fromTime,
    points,
    int4Array(shelvesOf([keyId])),
  ]);
  const untilTime = rows[0]?.untilTime ?? undefined;
  return {
    parts: rows.flatMap((row) => (row.points ? [{ points: bytesOf(row.points), isBundle: row.isBundle }] : [])),
    untilTime: untilTime === undefined ? undefined : toInt64(untilTime),
  };
}

/** The keys of those of the runs that exist, by their ids. */
export async function findRunKeys(tx: Tx, workspaceId: number, runIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.rows<{ run_id: string; key: number }>("SELECT run_id, key FROM run WHERE workspace_id = $1 AND run_id = ANY($2)", [
    workspaceId,
    runIds,
  ]);
  return new Map(rows.map((row) => [row.run_id, row.key]));
}
