import * as contract from "@plumbline/contracts/evidence/evidence";
import type { Input } from "@plumbline/contracts/operation";
import { dropUnheldBytes, type HeldBlob, plainFileName, storeBlob } from "../artifacts/index.ts";
import { AppError, authorize, type Caller, type Ctx, type Deps, recordAct, translate, uuidv7, workspaceOf } from "../kernel/index.ts";
import { inspectPredictions } from "./inspect-predictions.ts";
import { describeUpload, insertUpload, type UploadRow } from "./store/uploads.ts";
import { uploadHolder } from "./upload-holder.ts";
import { dropUpload } from "./use-up-upload.ts";
import { type BoundVersion, findBoundVersion, versionNameOf } from "./version-subject.ts";

interface Upload extends Input<typeof contract.uploadEvidenceFile> {
  readonly source: AsyncIterable<Uint8Array>;
  /** What the sender announced, so that too much is refused before it is read. */
  readonly announcedBytes?: number | undefined;
  readonly signal?: AbortSignal;
}

const maxBytesOf = {
  document: contract.evidenceFileLimits.documentBytes,
  predictions: contract.evidenceFileLimits.predictionsBytes,
} as const;

/** Streams a file in to make evidence from. What is uploaded as predictions must be a table; documents are bytes. */
export async function uploadEvidenceFile(deps: Deps, caller: Caller, upload: Upload): Promise<contract.EvidenceUpload> {
  await authorize(deps, caller, contract.uploadEvidenceFile);
  const { purpose, source, signal } = upload;
  const subject = await inWorkspace(deps, caller, (ctx) => findBoundVersion(ctx, upload));
  const maxBytes = maxBytesOf[purpose];
  if ((upload.announcedBytes ?? 0) > maxBytes) throw tooLarge(purpose);
  const id = uuidv7(deps.now().getTime());
  const { row, blob } = await storeBlob(deps, caller, {
    source,
    maxBytes,
    ...(signal ? { signal } : {}),
    settle: async (tx, stored) => {
      const written = await record({ ...caller, tx, deps, now: deps.now() }, { id, subject, upload, blob: stored });
      return { holder: uploadHolder(id), result: { row: written, blob: stored } };
    },
  }).catch((error: unknown) => Promise.reject(isTooLarge(error) ? tooLarge(purpose) : error));
  if (purpose === "document") return viewOf(row);
  const { id: workspaceId } = workspaceOf(caller);
  try {
    const found = await inspectPredictions(deps, { workspaceId, blob, signal });
    await inWorkspace(deps, caller, (ctx) => describeUpload(ctx.tx, workspaceId, { id, ...found }));
    return viewOf({ ...row, ...found });
  } catch (error) {
    await dropUnheldBytes(deps, await inWorkspace(deps, caller, (ctx) => dropUpload(ctx, row)));
    throw error;
  }
}

interface Arrived {
  readonly id: string;
  readonly subject: BoundVersion;
  readonly upload: Upload;
  readonly blob: HeldBlob;
}

/** Written before the file is looked into: whatever happens then, it is dropped after a day. */
async function record(ctx: Ctx, { id, subject, upload, blob }: Arrived): Promise<UploadRow> {
  const { sha256, sizeBytes } = blob;
  const row: UploadRow = {
    id,
    subject_ref: subject.ref,
    purpose: upload.purpose,
    name: plainFileName(upload.name),
    blob_id: blob.blobId,
    digest: Buffer.from(sha256, "hex"),
    size_bytes: sizeBytes,
    columns: null,
    rows: null,
    uploaded_by: ctx.actor.id,
    uploaded_at: ctx.now,
    expires_at: new Date(ctx.now.getTime() + contract.evidenceFileLimits.keptMs),
  };
  await insertUpload(ctx.tx, workspaceOf(ctx).id, row);
  const action = contract.uploadEvidenceFile.audit;
  const about = { kind: "model-version", id: versionNameOf(subject) };
  const after = { upload: id, purpose: upload.purpose, sha256, sizeBytes };
  recordAct(ctx.tx, ctx, { audit: { action, outcome: "done", subject: about, after }, changes: [], now: ctx.now });
  return row;
}

function inWorkspace<R>(deps: Deps, caller: Caller, work: (ctx: Ctx) => Promise<R>): Promise<R> {
  const { id: workspaceId } = workspaceOf(caller);
  return deps.db
    .transaction({ role: "app", workspaceId, actorId: caller.actor.id }, (tx) => work({ ...caller, tx, deps, now: deps.now() }))
    .catch((error: unknown) => Promise.reject(translate(error)));
}

const viewOf = (row: UploadRow): contract.EvidenceUpload => ({
  id: row.id,
  purpose: row.purpose,
  name: row.name,
  sizeBytes: row.size_bytes,
  sha256: row.digest.toString("hex"),
  columns: row.columns,
  rows: row.rows,
  expiresAt: row.expires_at.toISOString(),
});

const isTooLarge = (error: unknown): boolean => error instanceof AppError && error.params.reason === "artifact-too-large";

function tooLarge(purpose: contract.EvidenceUpload["purpose"]): AppError {
  const maxBytes = maxBytesOf[purpose];
  const what = purpose === "document" ? "A document" : "A table of predictions";
  return new AppError("invalid", `${what} may have ${maxBytes} bytes. Send less of it.`, {
    params: { reason: "evidence-file-too-large", status: 413, maxBytes },
  });
}
