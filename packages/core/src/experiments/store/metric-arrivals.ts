import { byteaArray, int4Array, int8Array, statement, type Tx } from "@plumbline/db";
import type { Bundle, BundleExtent } from "../metric-bundle.ts";

/** What one request logs to one run. */
export interface Arrival {
  readonly runKey: number;
  /** Over the points and their keys. */
  readonly digest: Buffer;
  readonly bundle: Bundle;
}

/** The columns that say where a bundle's points lie. */
export const extentColumns = "lo_key, hi_key, keys, count, lo_step, hi_step, lo_time, hi_time";

const extentTypes = ["int", "int", "int", "int", "bigint", "bigint", "bigint", "bigint"];

/** The lists of `extentValues` as parameters, from a number on. */
export const extentParameters = (from: number): string => extentTypes.map((type, index) => `$${from + index}::${type}[]`).join(", ");

/** The columns of bundles as lists. */
export const extentValues = (extents: readonly BundleExtent[]): Buffer[] => [
  int4Array(extents.map((one) => one.loKey)),
  int4Array(extents.map((one) => one.hiKey)),
  int4Array(extents.map((one) => one.keys)),
  int4Array(extents.map((one) => one.count)),
  int8Array(extents.map((one) => one.loStep)),
  int8Array(extents.map((one) => one.hiStep)),
  int8Array(extents.map((one) => one.loTime)),
  int8Array(extents.map((one) => one.hiTime)),
];

// What was there already is kept: a retried batch changes nothing.
const insertRows = statement(
  "experiments.insert-arrivals",
  `INSERT INTO metric_arrival (workspace_id, run_key, digest, points, ${extentColumns})
   SELECT $1, t.* FROM unnest($2::bigint[], $3::bytea[], $4::bytea[], ${extentParameters(5)}) AS t(run_key, digest)
   ORDER BY run_key, digest ON CONFLICT DO NOTHING`,
);
// A row's xmin is the transaction that wrote it.
const selectOwn = statement(
  "experiments.select-own-arrivals",
  `SELECT a.run_key, a.digest FROM metric_arrival a JOIN unnest($2::bigint[], $3::bytea[]) AS t(run_key, digest) USING (run_key, digest)
   WHERE a.workspace_id = $1 AND a.xmin = pg_current_xact_id()::xid`,
);

/** Stores arrivals and returns those that were not there. */
export async function insertArrivals<A extends Arrival>(tx: Tx, workspaceId: number, arrivals: readonly A[]): Promise<readonly A[]> {
  const names = [int8Array(arrivals.map((one) => one.runKey)), byteaArray(arrivals.map((one) => one.digest))];
  const bundles = arrivals.map((one) => one.bundle);
  const added = await tx.execute(insertRows, [
    workspaceId,
    ...names,
    byteaArray(bundles.map(({ bytes }) => bytes)),
    ...extentValues(bundles),
  ]);
  if (added === arrivals.length) return arrivals;
  if (added === 0) return [];
  const rows = await tx.rows<{ run_key: number; digest: Buffer }>(selectOwn, [workspaceId, ...names]);
  const stored = new Set(rows.map((row) => nameOf(row.run_key, row.digest)));
  // Two of one transaction may be the same request: one of them counts.
  return arrivals.filter((one) => stored.delete(nameOf(one.runKey, one.digest)));
}

const nameOf = (runKey: number, digest: Buffer): string => `${runKey}/${digest.toString("hex")}`;
