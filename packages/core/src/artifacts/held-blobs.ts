import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import type { Tx } from "@plumbline/db";
import { AppError, type Caller, type Ctx, type Deps, translate, workspaceOf } from "../kernel/index.ts";
import { fromStorage } from "./storage-failure.ts";
import * as store from "./store/held-blobs.ts";

/** Bytes that something other than a path holds. */
export interface HeldBlob {
  readonly blobId: string;
  /** SHA-256, hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

interface BlobUpload {
  readonly source: AsyncIterable<Uint8Array>;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** What became of stored bytes: without a holder they are dropped again. */
interface Settled<T> {
  readonly holder: string | undefined;
  readonly result: T;
}

/**
 * Streams bytes into the storage, and records them in one transaction with what they are for. Nothing is left of an upload
 * that fails, or that `settle` finds no holder for. The caller has authorised it.
 */
export async function storeBlob<T>(
  deps: Deps,
  caller: Caller,
  upload: BlobUpload & { readonly settle: (tx: Tx, blob: HeldBlob) => Promise<Settled<T>> },
): Promise<T> {
  const { id: workspaceId } = workspaceOf(caller);
  const blobId = randomUUID();
  const storageKey = `${workspaceId}/${blobId.slice(0, 2)}/${blobId}`;
  const drop = () => deps.storage.delete(storageKey).catch(() => undefined);
  try {
    const stored = await deps.storage.put(storageKey, upload.source, {
      maxBytes: upload.maxBytes,
      ...(upload.signal ? { signal: upload.signal } : {}),
    });
    const { holder, result } = await deps.db.transaction({ role: "app", workspaceId, actorId: caller.actor.id }, async (tx) => {
      const settled = await upload.settle(tx, { blobId, ...stored });
      if (settled.holder === undefined) return settled;
      await store.insertBlob(tx, workspaceId, { blobId, storageKey, ...stored });
      await store.insertClaims(tx, workspaceId, { blobIds: [blobId], holder: settled.holder });
      return settled;
    });
    if (holder === undefined) await drop();
    return result;
  } catch (error) {
    const failure = fromStorage(error);
    // A commit whose answer was lost may have happened: the bytes stay, and are collected if nothing names them.
    const isUncertain = failure instanceof AppError && failure.code === "unavailable";
    if (!isUncertain) await drop();
    throw failure;
  }
}

/** Streams bytes into the storage and holds them under a name, such as `evidence-upload/<id>`; releasing it frees them. */
export const storeHeldBlob = (deps: Deps, caller: Caller, upload: BlobUpload & { readonly holder: string }): Promise<HeldBlob> =>
  storeBlob(deps, caller, { ...upload, settle: async (_tx, blob) => ({ holder: upload.holder, result: blob }) });

/** Holds blobs that a path names now, so that overwriting or deleting the path does not free them. */
export const claimBlobs = (tx: Tx, workspaceId: number, claim: { blobIds: readonly string[]; holder: string }): Promise<void> =>
  store.insertClaims(tx, workspaceId, claim);

/** Lets go of all that a holder holds; what nothing else names is collected later. */
export const releaseBlobs = (tx: Tx, workspaceId: number, holder: string): Promise<void> => store.deleteClaims(tx, workspaceId, holder);

/** Opens held bytes, or a part of them. */
export async function openHeldBlob(
  deps: Deps,
  of: { readonly workspaceId: number; readonly blobId: string },
  range?: { readonly start: number; readonly end: number },
): Promise<Readable> {
  const { workspaceId, blobId } = of;
  const storageKey = await deps.db
    .transaction({ role: "app", workspaceId, actorId: "system" }, (tx) => store.findStorageKey(tx, workspaceId, blobId))
    .catch((error: unknown) => Promise.reject(translate(error)));
  if (storageKey === undefined) throw new AppError("not-found", "The stored bytes are gone.", { params: { noun: "blob", id: blobId } });
  return deps.storage.get(storageKey, range ? { range } : {}).catch((error: unknown) => Promise.reject(fromStorage(error)));
}

/** What is recorded of held bytes, and whether they are there. */
export interface HeldBlobState extends HeldBlob {
  readonly isStored: boolean;
}

const statsAtOnce = 16;

/** Looks whether bytes are in the storage, without reading them. Blobs that no record knows are left out. */
export async function statHeldBlobs(ctx: Ctx, blobIds: readonly string[]): Promise<HeldBlobState[]> {
  const rows = await store.findBlobs(ctx.tx, workspaceOf(ctx).id, blobIds);
  const states: HeldBlobState[] = [];
  const waiting = rows.values();
  const lane = async (): Promise<void> => {
    for (const row of waiting) {
      const stat = await ctx.deps.storage.stat(row.storage_key).catch((error: unknown) => Promise.reject(fromStorage(error)));
      const sha256 = row.digest.toString("hex");
      states.push({ blobId: row.id, sha256, sizeBytes: row.size_bytes, isStored: stat?.sizeBytes === row.size_bytes });
    }
  };
  await Promise.all(Array.from({ length: statsAtOnce }, lane));
  return states;
}
