import type { Input } from "@plumbline/contracts/operation";
import type * as contract from "@plumbline/contracts/registry/version";
import { AppError, type Ctx, notFound, workspaceOf } from "../kernel/index.ts";
import { aliasUnknown } from "./get-version.ts";
import { versionUnknown } from "./held-model.ts";
import { checkManifestSize, type ManifestFile, manifestFilesMax } from "./manifest.ts";
import * as store from "./store/sources.ts";
import { findVersionContents, listFiles } from "./store/version-files.ts";
import { findVersion, findVersionByAlias, type VersionKey } from "./store/versions.ts";
import { readSource, type VersionSource } from "./version-source.ts";

/** Where a version's files lie and what made them. */
export interface ResolvedSource {
  /** `mlflow-artifacts:/…`, or the address of a storage outside. */
  readonly root: string;
  readonly files: readonly ManifestFile[];
  readonly runId: string | null;
  readonly loggedModelId: string | null;
  /** The person who trained it. */
  readonly authorId: string | null;
  /** The version whose bytes these are, where it was named. */
  readonly copyOf: (VersionKey & { readonly contents: unknown }) | null;
}

const scheme = "mlflow-artifacts:/";
type Given = Pick<Input<typeof contract.registerVersion>, "source" | "runId" | "loggedModelId">;
type Origin = Pick<ResolvedSource, "runId" | "loggedModelId">;

/** Finds what a source names, in the caller's workspace. */
export async function resolveSource(ctx: Ctx, given: Given): Promise<ResolvedSource> {
  const source = readSource(given.source);
  const named: Origin = { runId: given.runId || null, loggedModelId: given.loggedModelId || null };
  if (source.kind === "version" || source.kind === "alias") return copied(ctx, source, named);
  const { root, origin } = await placeOf(ctx, source);
  checkOrigin(named, origin, source.kind === "foreign");
  const runId = named.runId ?? origin.runId;
  return {
    root,
    files: await filesBelow(ctx, root),
    runId,
    loggedModelId: named.loggedModelId ?? origin.loggedModelId,
    // Whoever made the files, not whoever the caller says: who trained a model may not vote on it.
    authorId: await authorOf(ctx, origin.runId ?? runId),
    copyOf: null,
  };
}

async function copied(ctx: Ctx, source: Extract<VersionSource, { kind: "version" | "alias" }>, named: Origin): Promise<ResolvedSource> {
  const { id: workspaceId } = workspaceOf(ctx);
  const row =
    source.kind === "version" ? await findVersion(ctx.tx, workspaceId, source) : await findVersionByAlias(ctx.tx, workspaceId, source);
  if (!row) throw source.kind === "version" ? versionUnknown(source) : aliasUnknown(source);
  const of = { modelKey: row.model_key, version: row.version };
  checkOrigin(named, { runId: row.run_id, loggedModelId: row.logged_model_id }, false);
  return {
    root: row.artifact_root ?? row.source,
    files: await listFiles(ctx.tx, workspaceId, of),
    runId: named.runId ?? row.run_id,
    loggedModelId: named.loggedModelId ?? row.logged_model_id,
    authorId: row.author_id,
    copyOf: { ...of, contents: await findVersionContents(ctx.tx, workspaceId, of) },
  };
}

/** A caller may name where the bytes come from, but nothing else than where they do: what a version came from is looked at later. */
function checkOrigin(named: Origin, origin: Origin, isForeign: boolean): void {
  if (isForeign) return;
  if (named.loggedModelId !== null && named.loggedModelId !== origin.loggedModelId) throw otherOrigin("loggedModelId", "logged model");
  if (named.runId === null || named.runId === origin.runId) return;
  // A logged model may be used by other runs than the one that made it.
  if (origin.loggedModelId === null || named.loggedModelId === null) throw otherOrigin("runId", "run");
}

const otherOrigin = (field: keyof Origin, noun: string): AppError =>
  new AppError("invalid", `The source does not lie in the ${noun} that is named with it. Name the one that holds it, or none.`, {
    params: { reason: "version-origin", field },
    fields: [{ path: field, message: "does not hold the source" }],
  });

interface Place {
  readonly root: string;
  readonly origin: Origin;
}

async function placeOf(ctx: Ctx, source: Exclude<VersionSource, { kind: "version" | "alias" }>): Promise<Place> {
  const { id: workspaceId } = workspaceOf(ctx);
  switch (source.kind) {
    case "foreign":
      return { root: source.uri, origin: { runId: null, loggedModelId: null } };
    case "path":
      return { root: `${scheme}${source.path}`, origin: await originOf(ctx, source.path) };
    case "logged-model": {
      const model = await store.findLoggedModel(ctx.tx, workspaceId, source.modelId);
      if (!model) throw notFound("logged model", source.modelId);
      return placeOfModel(model);
    }
    case "run": {
      const run = await store.findRun(ctx.tx, workspaceId, source.runId);
      if (!run) throw notFound("run", source.runId);
      const root = source.path === "" ? run.artifact_uri : `${run.artifact_uri}/${source.path}`;
      const model = await modelInstead(ctx, { root, runId: run.run_id, name: source.path });
      return model ? placeOfModel(model) : { root, origin: { runId: run.run_id, loggedModelId: null } };
    }
  }
}

const placeOfModel = (model: store.SourceModel): Place => ({
  root: model.artifact_uri,
  origin: { runId: model.source_run_id, loggedModelId: model.model_id },
});

/** The model that a run logged under a name, where its own directory holds nothing under that name. */
async function modelInstead(ctx: Ctx, of: { root: string; runId: string; name: string }): Promise<store.SourceModel | undefined> {
  const files = await filesBelow(ctx, of.root);
  return files.length > 0 ? undefined : store.findModelOfRun(ctx.tx, workspaceOf(ctx).id, of);
}

/** The run or logged model that a path lies below, if the path is that of one. */
async function originOf(ctx: Ctx, path: string): Promise<Origin> {
  const { id: workspaceId } = workspaceOf(ctx);
  const uri = `${scheme}${path}`;
  const isBelow = (root: string): boolean => uri === root || uri.startsWith(`${root}/`);
  const modelId = /(?:^|\/)models\/(m-[^/]+)\/artifacts(?:\/|$)/.exec(path)?.[1];
  const model = modelId === undefined ? undefined : await store.findLoggedModel(ctx.tx, workspaceId, modelId);
  if (model && isBelow(model.artifact_uri)) return { runId: model.source_run_id, loggedModelId: model.model_id };
  const runId = /(?:^|\/)([^/]+)\/artifacts(?:\/|$)/.exec(path)?.[1];
  const run = runId === undefined ? undefined : await store.findRun(ctx.tx, workspaceId, runId);
  return { runId: run && isBelow(run.artifact_uri) ? run.run_id : null, loggedModelId: null };
}

async function authorOf(ctx: Ctx, runId: string | null): Promise<string | null> {
  if (runId === null) return null;
  const run = await store.findRun(ctx.tx, workspaceOf(ctx).id, runId);
  return run ? store.findPersonBehind(ctx.tx, run.created_by) : null;
}

async function filesBelow(ctx: Ctx, uri: string): Promise<readonly ManifestFile[]> {
  if (!uri.startsWith(scheme)) return [];
  const root = uri.slice(scheme.length).replace(/^\/+/, "");
  if (root === "") return [];
  const files = await store.listFilesBelow(ctx.tx, workspaceOf(ctx).id, { root, limit: manifestFilesMax + 1 });
  checkManifestSize(files);
  return files;
}
