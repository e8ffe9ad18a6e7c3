import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import type { Page } from "@plumbline/contracts/page";
import * as contract from "@plumbline/contracts/registry/version-content";
import type { ArtifactContent } from "../artifacts/index.ts";
import { authorize, type Caller, type Deps, notFound, translate, workspaceOf } from "../kernel/index.ts";
import type { ManifestFile } from "./manifest.ts";
import { findFile, listFiles } from "./store/version-files.ts";
import { findVersionByKey, type VersionKey, type VersionRow } from "./store/versions.ts";
import { checkedContent } from "./version-files.ts";

interface Place extends VersionKey {
  /** Below the version; empty for its root. */
  readonly rest: string;
}

function placeOf(path: string): Place {
  const [, modelKey, version, rest = ""] = /^model-versions\/(\d{1,15})\/(\d{1,9})(?:\/(.+))?$/.exec(path) ?? [];
  if (modelKey === undefined || version === undefined) throw notFound("artifact", path);
  return { modelKey: Number(modelKey), version: Number(version), rest };
}

/** Entries directly below a path; none for a file or for what is not there. `path` of an entry is its name. */
export async function listVersionTree(deps: Deps, caller: Caller, path: string): Promise<Page<ArtifactEntry>> {
  await authorize(deps, caller, contract.listVersionFiles);
  const { rest, ...of } = placeOf(path);
  const { id: workspaceId } = workspaceOf(caller);
  const files = await read(deps, caller, async (tx) =>
    (await findVersionByKey(tx, workspaceId, of)) ? listFiles(tx, workspaceId, of) : [],
  );
  return { items: entriesBelow(rest, files), nextCursor: null };
}

function entriesBelow(directory: string, files: readonly ManifestFile[]): ArtifactEntry[] {
  const start = directory === "" ? "" : `${directory}/`;
  const below = files.filter(({ path }) => path.startsWith(start));
  const entries = new Map<string, ArtifactEntry>();
  for (const { path, sizeBytes, digest } of below) {
    const [name = "", ...deeper] = path.slice(start.length).split("/");
    const isDirectory = deeper.length > 0;
    const known = { sizeBytes: isDirectory ? null : sizeBytes, sha256: isDirectory ? null : digest.toString("hex") };
    entries.set(name, { path: name, isDirectory, ...known, updatedAt: null });
  }
  return [...entries.values()];
}

/** A file of a version; its bytes are compared with the manifest as they pass. */
export async function readVersionTree(deps: Deps, caller: Caller, path: string): Promise<ArtifactContent> {
  await authorize(deps, caller, contract.readVersionFile);
  const { rest, ...of } = placeOf(path);
  const { id: workspaceId } = workspaceOf(caller);
  const found = await read(deps, caller, async (tx) => {
    const row: VersionRow | undefined = await findVersionByKey(tx, workspaceId, of);
    const file = row && (await findFile(tx, workspaceId, { ...of, path: rest }));
    return row && file && { row, file };
  });
  if (!found) throw notFound("artifact", path);
  return checkedContent(deps, workspaceId, { file: found.file, version: found.row, updatedAt: found.row.created_at });
}

function read<R>(deps: Deps, caller: Caller, work: Parameters<typeof deps.db.transaction<R>>[1]): Promise<R> {
  const scope = { role: "app", workspaceId: workspaceOf(caller).id, actorId: caller.actor.id } as const;
  return deps.db.transaction(scope, work).catch((error: unknown) => Promise.reject(translate(error)));
}
