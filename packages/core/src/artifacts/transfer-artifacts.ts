import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import * as contract from "@plumbline/contracts/artifacts";
import type { Operation } from "@plumbline/contracts/operation";
import type { LinkOptions } from "@plumbline/storage";
import { AppError, authorize, type Caller, type Deps, notFound, recordAct, translate, workspaceOf } from "../kernel/index.ts";
import { checkArtifactPath, runIdOf } from "./artifact-path.ts";
import { fromStorage } from "./storage-failure.ts";
import * as store from "./store/artifacts.ts";

const scopeOf = (caller: Caller) => ({ role: "app", workspaceId: workspaceOf(caller).id, actorId: caller.actor.id }) as const;

/**
 * Streams bytes into the storage, then records them under a path. The path names the new bytes only once all of them
 * are durable; until then, and if anything fails, it names what it named before.
 */
export async function writeArtifact(
  deps: Deps,
  caller: Caller,
  upload: { readonly path: string; readonly source: AsyncIterable<Uint8Array>; readonly maxBytes?: number; readonly signal?: AbortSignal },
): Promise<ArtifactEntry> {
  await authorize(deps, caller, contract.writeRunArtifact);
  const path = checkArtifactPath(upload.path);
  const scope = scopeOf(caller);
  await refuseClash(deps, scope, path);
  const blobId = randomUUID();
  const storageKey = `${scope.workspaceId}/${blobId.slice(0, 2)}/${blobId}`;
  const options = {
    ...(upload.maxBytes === undefined ? {} : { maxBytes: upload.maxBytes }),
    ...(upload.signal ? { signal: upload.signal } : {}),
  };
  try {
    const stored = await deps.storage.put(storageKey, upload.source, options);
    await record(deps, caller, { path, blobId, storageKey, ...stored });
    return { path, isDirectory: false, sizeBytes: stored.sizeBytes, sha256: stored.sha256, updatedAt: deps.now().toISOString() };
  } catch (error) {
    const failure = fromStorage(error);
    // A commit whose answer was lost may have happened: the bytes stay, and are collected if nothing names them.
    const isUncertain = failure instanceof AppError && failure.code === "unavailable";
    if (!isUncertain) await deps.storage.delete(storageKey).catch(() => undefined);
    throw failure;
  }
}

async function refuseClash(deps: Deps, scope: ReturnType<typeof scopeOf>, path: string): Promise<void> {
  const clash = await deps.db
    .transaction(scope, (tx) => store.findClash(tx, scope.workspaceId, path))
    .catch((error: unknown) => Promise.reject(translate(error)));
  if (clash === undefined) return;
  throw new AppError("conflict", `"${path}" cannot be stored: "${clash}" is there, and a path is either a file or a directory.`, {
    params: { reason: "artifact-clash" },
  });
}

async function record(deps: Deps, caller: Caller, artifact: store.NewArtifact): Promise<void> {
  const scope = scopeOf(caller);
  const { path, sha256, sizeBytes } = artifact;
  await deps.db.transaction(scope, async (tx) => {
    await store.putArtifact(tx, scope.workspaceId, artifact);
    recordAct(tx, caller, {
      audit: { action: "artifacts.artifact.write", outcome: "done", subject: { kind: "artifact", id: path }, after: { sha256, sizeBytes } },
      changes: [changeOf(path, "write")],
      now: deps.now(),
    });
  });
  deps.onChange();
}

/** Bytes of an artifact and what they are. */
export interface ArtifactContent {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly updatedAt: Date;
  /** Opens the bytes, or a part of them. */
  readonly open: (range?: { readonly start: number; readonly end: number }) => Promise<Readable>;
  /** An address where the bytes can be fetched for a while, where the storage hands out such; only for bytes that nothing is promised of. */
  readonly link?: (options: LinkOptions) => Promise<string | undefined>;
}

/** Finds an artifact; its bytes are opened when asked for. */
export async function readArtifact(deps: Deps, caller: Caller, given: { readonly path: string }): Promise<ArtifactContent> {
  await authorize(deps, caller, contract.readRunArtifact);
  const path = checkArtifactPath(given.path);
  const scope = scopeOf(caller);
  const row = await deps.db
    .transaction(scope, (tx) => store.findArtifact(tx, scope.workspaceId, path))
    .catch((error: unknown) => Promise.reject(translate(error)));
  if (!row) throw notFound("artifact", path);
  return {
    path,
    sizeBytes: row.size_bytes,
    sha256: row.digest.toString("hex"),
    updatedAt: row.updated_at,
    link: (options) => deps.storage.link(row.storage_key, options).catch((error: unknown) => Promise.reject(fromStorage(error))),
    open: (range) =>
      deps.storage.get(row.storage_key, range ? { range } : {}).catch((error: unknown) => Promise.reject(fromStorage(error))),
  };
}

/** Removes a path and all below it. `not-found` when nothing is there. */
export async function deleteArtifacts(deps: Deps, caller: Caller, given: { readonly path: string }): Promise<void> {
  await authorize(deps, caller, contract.deleteRunArtifact as Operation);
  const path = checkArtifactPath(given.path);
  const scope = scopeOf(caller);
  await deps.db
    .transaction(scope, async (tx) => {
      const removed = await store.removeArtifacts(tx, scope.workspaceId, path);
      if (removed === 0) throw notFound("artifact", path);
      recordAct(tx, caller, {
        audit: {
          action: "artifacts.artifact.delete",
          outcome: "done",
          subject: { kind: "artifact", id: path },
          before: { files: removed },
        },
        changes: [changeOf(path, "delete")],
        now: deps.now(),
      });
    })
    .catch((error: unknown) => Promise.reject(translate(error)));
  deps.onChange();
}

function changeOf(path: string, kind: string) {
  const runId = runIdOf(path);
  return { topic: "artifact", subject: path, kind, ...(runId === undefined ? {} : { data: { runId } }) };
}
