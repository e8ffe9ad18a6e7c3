import { type Deps, translate } from "../kernel/index.ts";
import { fromStorage } from "./storage-failure.ts";
import { findUnclaimedKey } from "./store/held-blobs.ts";

/**
 * Deletes bytes at once that nobody may see any longer, in place of waiting for the collection of garbage, which takes their
 * record. Bytes that something still holds or names stay. Their last claim was released in a transaction before.
 */
export async function dropUnheldBytes(deps: Deps, of: { readonly workspaceId: number; readonly blobId: string }): Promise<void> {
  const { workspaceId, blobId } = of;
  const storageKey = await deps.db
    .transaction({ role: "app", workspaceId, actorId: "system" }, (tx) => findUnclaimedKey(tx, workspaceId, blobId))
    .catch((error: unknown) => Promise.reject(translate(error)));
  if (storageKey !== undefined) await deps.storage.delete(storageKey).catch((error: unknown) => Promise.reject(fromStorage(error)));
}
