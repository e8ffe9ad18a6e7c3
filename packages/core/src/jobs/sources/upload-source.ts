import { jobLimits } from "@plumbline/contracts/jobs/spec";
import * as contract from "@plumbline/contracts/jobs/template";
import type { Tx } from "@plumbline/db";
import { type HeldBlob, plainFileName, storeBlob } from "../../artifacts/index.ts";
import { AppError, authorize, type Caller, type Deps, recordAct, workspaceOf } from "../../kernel/index.ts";
import { findSourceRow, insertSource, type SourceRow } from "../store/sources.ts";
import { checkedArchive, notGoodReason } from "./checked-archive.ts";

interface Upload {
  readonly name: string;
  readonly source: AsyncIterable<Uint8Array>;
  /** What the sender announced, so that too much is refused before it is read. */
  readonly announcedBytes?: number | undefined;
  readonly signal?: AbortSignal;
}

/** Streams code in, looking into it as it arrives. Bytes that are there already are the same source. */
export async function uploadSource(deps: Deps, caller: Caller, upload: Upload): Promise<contract.UploadedSource> {
  await authorize(deps, caller, contract.uploadSource);
  if ((upload.announcedBytes ?? 0) > jobLimits.sourceBytes) throw tooLarge();
  const row = await storeBlob(deps, caller, {
    source: checkedArchive(upload.source),
    maxBytes: jobLimits.sourceBytes,
    ...(upload.signal ? { signal: upload.signal } : {}),
    settle: (tx, blob) => record({ deps, caller, tx }, { fileName: plainFileName(upload.name), blob }),
  }).catch((error: unknown) => Promise.reject(isTooLarge(error) ? tooLarge() : whyRefused(error)));
  return { sha256: row.sha256.toString("hex"), sizeBytes: row.size_bytes, fileName: row.file_name };
}

async function record(
  { deps, caller, tx }: { deps: Deps; caller: Caller; tx: Tx },
  { fileName, blob }: { fileName: string; blob: HeldBlob },
): Promise<{ holder: string | undefined; result: SourceRow }> {
  const { id: workspaceId } = workspaceOf(caller);
  const { sha256, sizeBytes, blobId } = blob;
  const now = deps.now();
  const made = await insertSource(tx, workspaceId, { sha256, sizeBytes, blobId, fileName, uploadedBy: caller.actor.id, now });
  const row = made ?? (await findSourceRow(tx, workspaceId, sha256));
  if (!row) throw new Error("a source that was just written is not there");
  const about = { kind: "job-source", id: sha256 };
  const after = { fileName: row.file_name, sizeBytes, isNew: made !== undefined };
  recordAct(tx, caller, { audit: { action: contract.uploadSource.audit, outcome: "done", subject: about, after }, changes: [], now });
  return { holder: made ? `job-source/${sha256}` : undefined, result: row };
}

/** To the storage, bytes that are refused are an upload that was cut: what was found stands behind its error. */
function whyRefused(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AppError && cause.params.reason === notGoodReason) return cause;
  }
  return error;
}

const isTooLarge = (error: unknown): boolean => error instanceof AppError && error.params.reason === "artifact-too-large";

const tooLarge = (): AppError =>
  new AppError("invalid", `A source may have ${jobLimits.sourceBytes} bytes. Leave out what the job does not need, or make it a dataset.`, {
    params: { reason: "source-too-large", status: 413, maxBytes: jobLimits.sourceBytes },
  });
