import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { champion } from "./champion.ts";
import type { ManifestFile } from "./manifest.ts";
import { findAlias } from "./store/aliases.ts";
import { listFiles } from "./store/version-files.ts";

/** The files of a version with the blobs that hold them, by path. */
export const manifestOf = (ctx: Ctx, of: { readonly modelKey: number; readonly version: number }): Promise<ManifestFile[]> =>
  listFiles(ctx.tx, workspaceOf(ctx).id, of);

/** The version of a model that others are compared with; undefined while the model has none. */
export const championOf = (ctx: Ctx, modelKey: number): Promise<number | undefined> =>
  findAlias(ctx.tx, workspaceOf(ctx).id, { modelKey, alias: champion });
