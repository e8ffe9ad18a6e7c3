import type { RuntimeBody } from "@plumbline/contracts/jobs/runtime";
import type { Tx } from "@plumbline/db";
import type { z } from "zod";

export interface RuntimeVersion {
  readonly name: string;
  readonly version: number;
  readonly body: z.output<typeof RuntimeBody>;
}

/** A version of a training runtime, or its newest. Retired ones are found by their version alone. */
export const findRuntime = (tx: Tx, of: { readonly name: string; readonly version: number | null }): Promise<RuntimeVersion | undefined> =>
  tx.row(
    `SELECT name, version, body FROM training_runtime WHERE name = $1 AND (version = $2 OR ($2::int IS NULL AND retired_at IS NULL))
     ORDER BY version DESC LIMIT 1`,
    [of.name, of.version],
  );

export const findSource = (tx: Tx, workspaceId: number, sha256: string): Promise<{ size_bytes: number; blob_id: string } | undefined> =>
  tx.row("SELECT size_bytes, blob_id FROM job_source WHERE workspace_id = $1 AND sha256 = $2", [workspaceId, Buffer.from(sha256, "hex")]);

/** Bytes behind a name. `path` is below what was named; empty for a single file. */
export interface NamedFile {
  readonly path: string;
  readonly digest: Buffer;
  readonly size_bytes: number;
}

export const findDatasetFile = (
  tx: Tx,
  workspaceId: number,
  of: { readonly dataset: string; readonly version: number },
): Promise<{ digest: Buffer | null; size_bytes: number | null } | undefined> =>
  tx.row("SELECT sha256 AS digest, size_bytes FROM datasets_version WHERE workspace_id = $1 AND dataset = $2 AND version = $3", [
    workspaceId,
    of.dataset,
    of.version,
  ]);

/** A dataset's version, and the name and digest that stand for it wherever it was used. */
export interface DatasetSource {
  readonly dataset: string;
  readonly version: number;
  readonly source_name: string;
  readonly source_digest: string;
}

export const findDatasetSource = (
  tx: Tx,
  workspaceId: number,
  of: { readonly dataset: string; readonly version: number },
): Promise<DatasetSource | undefined> =>
  tx.row(
    "SELECT dataset, version, source_name, source_digest FROM datasets_version WHERE workspace_id = $1 AND dataset = $2 AND version = $3",
    [workspaceId, of.dataset, of.version],
  );

export async function findModelKey(tx: Tx, workspaceId: number, model: string): Promise<number | undefined> {
  const row = await tx.row<{ model_key: number }>("SELECT model_key FROM registry_version WHERE workspace_id = $1 AND model = $2 LIMIT 1", [
    workspaceId,
    model,
  ]);
  return row?.model_key;
}

export const findVersionFiles = (
  tx: Tx,
  workspaceId: number,
  of: { readonly model: string; readonly version: number; readonly limit: number },
): Promise<NamedFile[]> =>
  tx.rows(
    `SELECT f.path, f.digest, f.size_bytes FROM registry_version v
     JOIN registry_version_file f ON f.workspace_id = $1 AND f.model_key = v.model_key AND f.version = v.version
     WHERE v.workspace_id = $1 AND v.model = $2 AND v.version = $3 ORDER BY f.path LIMIT $4`,
    [workspaceId, of.model, of.version, of.limit],
  );

export const hasVersion = async (tx: Tx, workspaceId: number, of: { readonly model: string; readonly version: number }): Promise<boolean> =>
  (await tx.row("SELECT 1 FROM registry_version WHERE workspace_id = $1 AND model = $2 AND version = $3", [
    workspaceId,
    of.model,
    of.version,
  ])) !== undefined;

export const findRunRoot = (tx: Tx, workspaceId: number, runId: string): Promise<{ artifact_uri: string; name: string } | undefined> =>
  tx.row("SELECT artifact_uri, name FROM experiments_run WHERE workspace_id = $1 AND run_id = $2", [workspaceId, runId]);

/** A file, or all files below a directory. "0" is the character after "/". */
export const findArtifactFiles = (
  tx: Tx,
  workspaceId: number,
  of: { readonly path: string; readonly limit: number },
): Promise<NamedFile[]> =>
  tx.rows(
    `SELECT substr(path, length($2) + 2) AS path, digest, size_bytes FROM artifacts_file
     WHERE workspace_id = $1 AND (path = $2 OR (path > $3 AND path < $4)) ORDER BY path LIMIT $5`,
    [workspaceId, of.path, `${of.path}/`, `${of.path}0`, of.limit],
  );

export const findExperiments = (tx: Tx, workspaceId: number, ids: readonly number[]): Promise<{ experiment_id: number; name: string }[]> =>
  tx.rows("SELECT experiment_id, name FROM experiments_experiment WHERE workspace_id = $1 AND experiment_id = ANY($2)", [workspaceId, ids]);

export const findExperimentByName = (tx: Tx, workspaceId: number, name: string): Promise<{ lifecycle_stage: string } | undefined> =>
  tx.row("SELECT lifecycle_stage FROM experiments_experiment WHERE workspace_id = $1 AND name = $2", [workspaceId, name]);

export const findRunNames = (tx: Tx, workspaceId: number, runIds: readonly string[]): Promise<{ run_id: string; name: string }[]> =>
  tx.rows("SELECT run_id, name FROM experiments_run WHERE workspace_id = $1 AND run_id = ANY($2)", [workspaceId, runIds]);

/** Last values of a run's metrics, by name. */
export const findRunMetrics = (
  tx: Tx,
  workspaceId: number,
  of: { readonly runId: string; readonly limit: number },
): Promise<{ key: string; value: number }[]> =>
  tx.rows("SELECT key, value FROM experiments_run_metric WHERE workspace_id = $1 AND run_id = $2 ORDER BY key LIMIT $3", [
    workspaceId,
    of.runId,
    of.limit,
  ]);

export const findPools = (tx: Tx, poolIds: readonly string[]): Promise<{ pool_id: string; name: string; cluster_name: string | null }[]> =>
  tx.rows("SELECT pool_id, name, cluster_name FROM quotas_pool WHERE pool_id = ANY($1::uuid[])", [poolIds]);
