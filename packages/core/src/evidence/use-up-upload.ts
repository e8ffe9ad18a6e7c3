import { dropUnheldBytes, releaseBlobs } from "../artifacts/index.ts";
import { type Ctx, type Deps, workspaceOf } from "../kernel/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { isUploadNeeded, type ProductionRow } from "./store/productions.ts";
import { holdUpload, removeUpload } from "./store/uploads.ts";
import { uploadHolder } from "./upload-holder.ts";

/** Bytes that nothing holds any longer. */
export interface Released {
  readonly workspaceId: number;
  readonly blobId: string;
}

/**
 * Lets go of the rows that an ended production was made from, in the transaction that ends it: those with protected attributes
 * whatever became of it, others once it succeeded. What another production still needs stays until that has ended.
 */
export async function releaseUpload(ctx: Ctx, ended: Pick<ProductionRow, "input" | "state">): Promise<Released | undefined> {
  const { id: workspaceId } = workspaceOf(ctx);
  const { input, state } = ended;
  const uploadId = "uploadId" in input ? input.uploadId : undefined;
  if (uploadId === undefined || (input.kind !== "fairness" && state !== "succeeded")) return undefined;
  const upload = await holdUpload(ctx.tx, workspaceId, uploadId);
  if (!upload || (await isUploadNeeded(ctx.tx, workspaceId, uploadId))) return undefined;
  return dropUpload(ctx, upload);
}

export async function dropUpload(ctx: Ctx, upload: { readonly id: string; readonly blob_id: string }): Promise<Released> {
  const { id: workspaceId } = workspaceOf(ctx);
  await releaseBlobs(ctx.tx, workspaceId, uploadHolder(upload.id));
  await removeUpload(ctx.tx, workspaceId, upload.id);
  return { workspaceId, blobId: upload.blob_id };
}

/** For a production that ended without its worker: it was stopped, or the worker died. */
export async function releaseEnded(deps: Deps, workspaceId: number, ended: ProductionRow): Promise<void> {
  if (ended.state === "queued" || ended.state === "running") return;
  const released = await systemContext(deps, workspaceId, (ctx) => releaseUpload(ctx, ended));
  if (released) await dropUnheldBytes(deps, released);
}
