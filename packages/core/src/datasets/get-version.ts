import { getPreview as getPreviewContract, getProfile as getProfileContract } from "@plumbline/contracts/datasets/profile";
import * as contract from "@plumbline/contracts/datasets/version";
import { type Ctx, decodeCursor, encodeCursor, notFound, query, workspaceOf } from "../kernel/index.ts";
import { findDataset } from "./store/datasets.ts";
import { findPreview, findProfile } from "./store/profiles.ts";
import { findLoggedModels, findModelVersions, findRuns } from "./store/uses.ts";
import { findVersion, listVersions as findVersions, toVersion, type VersionRow } from "./store/versions.ts";

export interface VersionOf {
  readonly dataset: string;
  readonly version: number;
}

export const noVersion = ({ dataset, version }: VersionOf) => notFound("version of a dataset", `${dataset}/${version}`);

export async function readVersion(ctx: Pick<Ctx, "tx" | "workspace">, of: VersionOf): Promise<VersionRow> {
  const row = ctx.workspace ? await findVersion(ctx.tx, ctx.workspace.id, of) : undefined;
  if (!row) throw noVersion(of);
  return row;
}

export const listVersions = query(contract.listVersions, async (ctx, { dataset, limit, cursor }) => {
  const workspaceId = workspaceOf(ctx).id;
  if (!(await findDataset(ctx.tx, workspaceId, dataset))) throw notFound("dataset", dataset);
  const order = JSON.stringify(["dataset-versions", workspaceId, dataset]);
  const before = cursor === undefined ? null : Number(decodeCursor(order, cursor)[0]);
  const rows = await findVersions(ctx.tx, workspaceId, { dataset, before, limit: limit + 1 });
  const items = rows.slice(0, limit).map(toVersion);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(order, [last.version]) : null };
});

export const getVersion = query(contract.getVersion, async (ctx, of) => toVersion(await readVersion(ctx, of)));

export const getProfile = query(getProfileContract, async (ctx, of) => {
  const row = await readVersion(ctx, of);
  const found = await findProfile(ctx.tx, workspaceOf(ctx).id, { key: row.dataset_key, version: row.version });
  const logged = row.is_verified ? null : { schema: found?.logged_schema ?? null, profile: found?.logged_profile ?? null };
  const finishedAt = row.state === "ready" ? (found?.updated_at?.toISOString() ?? null) : null;
  return { state: row.state, rowCount: row.row_count, columns: found?.columns ?? [], finishedAt, logged };
});

export const getPreview = query(getPreviewContract, async (ctx, { limit, ...of }) => {
  const row = await readVersion(ctx, of);
  const preview = await findPreview(ctx.tx, workspaceOf(ctx).id, { key: row.dataset_key, version: row.version });
  if (!preview) return { preview: null };
  return { preview: { ...preview, rows: preview.rows.slice(0, limit), hasMore: preview.hasMore || preview.rows.length > limit } };
});

const usesLimit = 200;

/** Along the arrows: runs that logged the version's name and digest, models that these made, versions that were registered of them. */
export const listUses = query(contract.listUses, async (ctx, of) => {
  const workspaceId = workspaceOf(ctx).id;
  const { source_name, source_digest } = await readVersion(ctx, of);
  const limit = usesLimit + 1;
  const runs = await findRuns(ctx.tx, workspaceId, { node: `${source_name}@${source_digest}`, limit });
  const runIds = runs.map(({ run_id }) => run_id);
  const models = await findLoggedModels(ctx.tx, workspaceId, { runIds, limit });
  const modelIds = models.map(({ model_id }) => model_id);
  const versions = await findModelVersions(ctx.tx, workspaceId, { runIds, modelIds, limit });
  return {
    runs: runs.slice(0, usesLimit).map((run) => ({
      runId: run.run_id,
      name: run.name,
      experimentId: String(run.experiment_id),
      status: run.status,
      usedAt: run.used_at.toISOString(),
    })),
    loggedModels: models.slice(0, usesLimit).map((model) => ({ modelId: model.model_id, name: model.name, runId: model.run_id })),
    modelVersions: versions.slice(0, usesLimit),
    isCut: [runs, models, versions].some(({ length }) => length > usesLimit),
  };
});
