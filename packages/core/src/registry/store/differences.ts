import type { Tx } from "@plumbline/db";
import type { VersionRow } from "./versions.ts";

export interface DifferenceRow {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

interface Runs {
  readonly from: string | null;
  readonly to: string | null;
  readonly limit: number;
}

const unlike = (rows: string, order: string): string =>
  `SELECT COALESCE(b.name, a.name) AS name, b.shown AS before, a.shown AS after
   FROM (${rows.replaceAll("$run", "$2")}) b FULL JOIN (${rows.replaceAll("$run", "$3")}) a ON a.name = b.name
   WHERE b.shown IS DISTINCT FROM a.shown ORDER BY ${order} LIMIT $4`;

const params = unlike("SELECT key AS name, value AS shown FROM experiments_run_param WHERE workspace_id = $1 AND run_id = $run", "1");

/** Params of two runs that differ, by key. */
export const paramsThatDiffer = (tx: Tx, workspaceId: number, { from, to, limit }: Runs): Promise<DifferenceRow[]> =>
  tx.rows(params, [workspaceId, from, to, limit]);

// The greatest relative change first; what cannot be told in figures goes before.
const metrics = unlike(
  "SELECT key AS name, value, value::text AS shown FROM experiments_run_metric WHERE workspace_id = $1 AND run_id = $run",
  `CASE WHEN b.value IS NULL OR a.value IS NULL OR b.value IN ('NaN', 'Infinity', '-Infinity') OR a.value IN ('NaN', 'Infinity', '-Infinity') THEN 2
     WHEN b.value = a.value THEN 0 ELSE abs(a.value / 2 - b.value / 2) / greatest(abs(a.value), abs(b.value)) END DESC, 1`,
);

/** Last values of metrics of two runs that differ. */
export const metricsThatDiffer = (tx: Tx, workspaceId: number, { from, to, limit }: Runs): Promise<DifferenceRow[]> =>
  tx.rows(metrics, [workspaceId, from, to, limit]);

const datasets = unlike(
  "SELECT name, string_agg(digest, ', ' ORDER BY digest) AS shown FROM experiments_run_dataset WHERE workspace_id = $1 AND run_id = $run GROUP BY name",
  "1",
);

/** Datasets of two runs that differ, by name; several of a name are listed together. */
export const datasetsThatDiffer = (tx: Tx, workspaceId: number, { from, to, limit }: Runs): Promise<DifferenceRow[]> =>
  tx.rows(datasets, [workspaceId, from, to, limit]);

interface Versions {
  readonly from: VersionRow;
  readonly to: VersionRow;
  readonly limit: number;
}

/** Files of two versions of a model that differ, with their SHA-256. */
export function filesThatDiffer(tx: Tx, workspaceId: number, { from, to, limit }: Versions): Promise<DifferenceRow[]> {
  return tx.rows(
    `SELECT COALESCE(b.path, a.path) AS name, encode(b.digest, 'hex') AS before, encode(a.digest, 'hex') AS after
     FROM (SELECT path, digest FROM model_version_file WHERE workspace_id = $1 AND model_key = $2 AND version = $3) b
     FULL JOIN (SELECT path, digest FROM model_version_file WHERE workspace_id = $1 AND model_key = $2 AND version = $4) a ON a.path = b.path
     WHERE b.digest IS DISTINCT FROM a.digest ORDER BY 1 LIMIT $5`,
    [workspaceId, from.model_key, from.version, to.version, limit],
  );
}
