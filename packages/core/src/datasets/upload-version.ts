import * as contract from "@plumbline/contracts/datasets/version";
import type { Tx } from "@plumbline/db";
import { type HeldBlob, storeBlob } from "../artifacts/index.ts";
import {
  AppError,
  authorize,
  type Caller,
  type Deps,
  insertTasks,
  notFound,
  recordAct,
  requestTask,
  translate,
  workspaceOf,
} from "../kernel/index.ts";
import { profileVersion } from "./profile-task.ts";
import { findDataset, lockDataset } from "./store/datasets.ts";
import { queueProfile } from "./store/profiles.ts";
import { findVersionByBytes, findVersionByKey, insertVersion, toVersion, type VersionRow } from "./store/versions.ts";
import { checkHead, checkTail, formatOfName, plainName, type TableFormat } from "./table-file.ts";
import { versionHolder } from "./version-holder.ts";
import { watchSource } from "./watched-source.ts";

interface Upload {
  readonly dataset: string;
  /** The file's name; its ending says the format. */
  readonly name: string;
  readonly source: AsyncIterable<Uint8Array>;
  /** What the sender announced, so that too much is refused before it is read. */
  readonly announcedBytes?: number | undefined;
  /** What the installation allows; `datasetFileMaxBytes` holds in any case. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** Streams a file in, and makes a version of it; bytes that a version of the dataset has already answer that version. */
export async function uploadVersion(deps: Deps, caller: Caller, upload: Upload): Promise<contract.MadeVersion> {
  await authorize(deps, caller, contract.uploadVersion);
  const name = plainName(upload.name);
  const format = formatOfName(name);
  const maxBytes = Math.min(upload.maxBytes, contract.datasetFileMaxBytes);
  await expectDataset(deps, caller, upload.dataset);
  if ((upload.announcedBytes ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const watched = await watchSource(upload.source);
  checkHead(watched.head, format);
  const made = await storeBlob(deps, caller, {
    source: watched.source,
    maxBytes,
    ...(upload.signal ? { signal: upload.signal } : {}),
    settle: async (tx, blob) => {
      checkTail(watched.tail(), format);
      return record({ deps, caller, tx }, { dataset: upload.dataset, name, format, blob });
    },
  }).catch((error: unknown) => Promise.reject(isTooLarge(error) ? tooLarge(maxBytes) : error));
  deps.onChange();
  await deps.onTasks(made.taskIds);
  return { ...toVersion(made.row), isNew: made.isNew };
}

async function expectDataset(deps: Deps, caller: Caller, dataset: string): Promise<void> {
  const { id: workspaceId } = workspaceOf(caller);
  const scope = { role: "app", workspaceId, actorId: caller.actor.id } as const;
  const found = await deps.db
    .transaction(scope, (tx) => findDataset(tx, workspaceId, dataset))
    .catch((error: unknown) => Promise.reject(translate(error)));
  if (!found) throw notFound("dataset", dataset);
}

interface Recorded {
  readonly row: VersionRow;
  readonly isNew: boolean;
  readonly taskIds: readonly string[];
}

interface Arrived {
  readonly dataset: string;
  readonly name: string;
  readonly format: TableFormat;
  readonly blob: HeldBlob;
}

/** Digits of the SHA-256 that stand in the lineage: MLflow clients can log digests of up to 36 characters. */
const lineageDigits = 32;

async function record(
  { deps, caller, tx }: { deps: Deps; caller: Caller; tx: Tx },
  { dataset, name, format, blob }: Arrived,
): Promise<{ holder: string | undefined; result: Recorded }> {
  const { id: workspaceId } = workspaceOf(caller);
  const now = deps.now();
  const key = await lockDataset(tx, workspaceId, dataset);
  if (key === undefined) throw notFound("dataset", dataset);
  const tell = (version: number, isNew: boolean) =>
    recordAct(tx, caller, {
      audit: {
        action: contract.uploadVersion.audit,
        outcome: "done",
        subject: { kind: "dataset-version", id: `${dataset}/${version}` },
        after: { sha256: blob.sha256, sizeBytes: blob.sizeBytes, isNew },
      },
      changes: isNew ? [{ topic: "dataset", subject: dataset, kind: "version", data: { version } }] : [],
      now,
    });
  const known = await findVersionByBytes(tx, workspaceId, { key, sha256: blob.sha256 });
  if (known) {
    tell(known.version, false);
    return { holder: undefined, result: { row: known, isNew: false, taskIds: [] } };
  }
  const source = { key, name: dataset, digest: blob.sha256.slice(0, lineageDigits) };
  const content = { ...blob, fileName: name, format };
  const version = await insertVersion(tx, workspaceId, { source, content, createdBy: caller.actor.id, now });
  await queueProfile(tx, workspaceId, { key, version, now });
  const taskIds = await insertTasks(tx, workspaceId, [requestTask(profileVersion, { datasetKey: key, version })]);
  tell(version, true);
  const row = await findVersionByKey(tx, workspaceId, { key, version });
  if (!row) throw new Error("a version that was just written is not there");
  return { holder: versionHolder(key, version), result: { row, isNew: true, taskIds } };
}

const isTooLarge = (error: unknown): boolean => error instanceof AppError && error.params.reason === "artifact-too-large";

const tooLarge = (maxBytes: number): AppError =>
  new AppError("invalid", `A dataset's file may have ${maxBytes} bytes here. Send fewer rows or columns, or Parquet in place of CSV.`, {
    params: { reason: "dataset-file-too-large", status: 413, maxBytes },
  });
