import * as contract from "@plumbline/contracts/experiments/storage";
import { measureFiles } from "../../artifacts/index.ts";
import { notFound, query, workspaceOf } from "../../kernel/index.ts";
import { findRun } from "../store/runs.ts";
import * as store from "../store/storage.ts";

export const getStorage = query(contract.getStorage, async (ctx) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const { measured_at: measuredAt, ...total } = await store.sumStorage(ctx.tx, workspaceId);
  const rows = await store.listStorage(ctx.tx, workspaceId, contract.storedExperimentsMax);
  return {
    measuredAt: measuredAt?.toISOString() ?? null,
    total: useOf(total),
    experiments: rows.map((row) => ({
      experimentId: String(row.experiment_id),
      name: row.name,
      isDeleted: row.is_deleted,
      ...useOf(row),
    })),
  };
});

const useOf = (row: Omit<store.StorageRow, "experiment_id" | "name" | "is_deleted">) => ({
  runs: row.runs,
  deletedRuns: row.deleted_runs,
  rows: row.rows,
  points: row.points,
  pointBytes: row.point_bytes,
  artifacts: row.artifacts,
  artifactBytes: row.artifact_bytes,
});

export const getRunStorage = query(contract.getRunStorage, async (ctx, { runId }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const run = await findRun(ctx.tx, workspaceId, runId);
  if (!run) throw notFound("run", runId);
  const { files, sizeBytes } = await measureFiles(ctx.tx, workspaceId, run.artifact_uri);
  return { ...(await store.readRunStorage(ctx.tx, workspaceId, run.key)), artifacts: files, artifactBytes: sizeBytes };
});
