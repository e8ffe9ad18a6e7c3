import * as contract from "@plumbline/contracts/evidence/evidence";
import { type ArtifactContent, openHeldBlob } from "../artifacts/index.ts";
import { AppError, authorize, type Caller, type Deps, notFound, translate, workspaceOf } from "../kernel/index.ts";
import { findEvidence } from "./store/evidence.ts";

/** Finds the document that is attached to evidence. */
export async function readEvidenceFile(
  deps: Deps,
  caller: Caller,
  { evidenceId }: { readonly evidenceId: string },
): Promise<ArtifactContent> {
  await authorize(deps, caller, contract.readEvidenceFile);
  const { id: workspaceId } = workspaceOf(caller);
  const row = await deps.db
    .transaction({ role: "app", workspaceId, actorId: caller.actor.id }, (tx) => findEvidence(tx, workspaceId, evidenceId))
    .catch((error: unknown) => Promise.reject(translate(error)));
  if (!row) throw notFound("evidence", evidenceId);
  const { blob_id: blobId, file_name: name, file_digest: digest, file_size_bytes: sizeBytes } = row;
  if (blobId === null || name === null || digest === null || sizeBytes === null) {
    throw new AppError("not-found", "No document is attached to this evidence.", { params: { noun: "file", id: evidenceId } });
  }
  return {
    path: name,
    sizeBytes,
    sha256: digest.toString("hex"),
    updatedAt: row.produced_at,
    open: (range) => openHeldBlob(deps, { workspaceId, blobId }, range),
  };
}
