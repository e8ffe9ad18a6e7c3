import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { AppError, type Ctx, notFound, workspaceOf } from "../kernel/index.ts";
import { findModelKey, lockModel, type ModelRow } from "./store/models.ts";
import { findVersion, findVersionByKey, type VersionRow } from "./store/versions.ts";
import { toVersions } from "./version-view.ts";

/** A model that nobody else changes until the transaction ends, and the instant at which it was held. */
export interface HeldModel {
  readonly workspaceId: number;
  readonly row: ModelRow;
  /** Read under the lock: what happens to a model happens in the order of these. */
  readonly now: Date;
}

export interface HeldVersion extends HeldModel {
  readonly version: VersionRow;
}

export async function heldModel(ctx: Ctx, name: string): Promise<HeldModel> {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await lockModel(ctx.tx, workspaceId, name);
  if (!row) throw notFound("model", name);
  return { workspaceId, row, now: ctx.deps.now() };
}

export interface VersionName {
  readonly model: string;
  readonly version: number;
}

export const versionId = ({ model, version }: VersionName): string => `${model}/${version}`;

/** A version with its model held. */
export async function heldVersion(ctx: Ctx, { model, version }: VersionName): Promise<HeldVersion> {
  const held = await heldModel(ctx, model);
  const row = await findVersionByKey(ctx.tx, held.workspaceId, { modelKey: held.row.key, version });
  if (!row) throw versionUnknown({ model, version });
  return { ...held, version: row };
}

export async function requireVersion(ctx: Ctx, name: VersionName): Promise<VersionRow> {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await findVersion(ctx.tx, workspaceId, name);
  if (row) return row;
  await requireModelKey(ctx, name.model);
  throw versionUnknown(name);
}

export async function requireModelKey(ctx: Ctx, name: string): Promise<number> {
  const found = await findModelKey(ctx.tx, workspaceOf(ctx).id, name);
  if (!found) throw notFound("model", name);
  return found.key;
}

/** The version as it is now, for an answer. */
export async function readVersion(ctx: Ctx, name: VersionName): Promise<ModelVersion> {
  const [version] = await toVersions(ctx, [await requireVersion(ctx, name)]);
  if (!version) throw versionUnknown(name);
  return version;
}

export const versionUnknown = (name: VersionName): AppError =>
  new AppError("not-found", `There is no version ${name.version} of the model "${name.model}" in this workspace.`, {
    params: { noun: "model version", id: versionId(name), ...name },
  });
