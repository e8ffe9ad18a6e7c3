import * as contract from "@plumbline/contracts/jobs/template";
import { type ArtifactContent, openHeldBlob } from "../../artifacts/index.ts";
import { authorize, type Caller, type Deps, notFound, transact, workspaceOf } from "../../kernel/index.ts";
import { findSourceRow } from "../store/sources.ts";

/** Finds uploaded code; its bytes are opened when asked for. */
export async function readSource(deps: Deps, caller: Caller, { digest: sha256 }: { readonly digest: string }): Promise<ArtifactContent> {
  await authorize(deps, caller, contract.readSource);
  const { id: workspaceId } = workspaceOf(caller);
  const row = await transact(deps, { role: "app", workspaceId, actorId: caller.actor.id }, (tx) => findSourceRow(tx, workspaceId, sha256));
  if (!row) throw notFound("source", sha256);
  return {
    path: row.file_name,
    sizeBytes: row.size_bytes,
    sha256,
    updatedAt: row.uploaded_at,
    open: (range) => openHeldBlob(deps, { workspaceId, blobId: row.blob_id }, range),
  };
}
