import { createWriteStream } from "node:fs";
import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as contract from "@plumbline/contracts/datasets/version";
import { openHeldBlob } from "../artifacts/index.ts";
import { AppError, authorize, type Caller, type Deps, translate, workspaceOf } from "../kernel/index.ts";
import { checkedStream } from "./checked-stream.ts";
import { noVersion, type VersionOf } from "./get-version.ts";
import { findVersion, type VersionRow } from "./store/versions.ts";
import type { TableFormat } from "./table-file.ts";

/** A version's file, and how to read it. */
export interface OpenedVersion {
  readonly dataset: string;
  readonly version: number;
  readonly fileName: string;
  readonly format: TableFormat;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
  readonly createdAt: Date;
  /** All bytes, compared with the digest as they pass; a part of them is not compared. */
  readonly open: (range?: { readonly start: number; readonly end: number }) => Promise<Readable>;
}

interface VersionIn extends VersionOf {
  readonly workspaceId: number;
}

/** Opens a version's file for the platform's own work; who asks was authorised by the caller. Versions without a file are refused. */
export async function openDatasetVersion(deps: Deps, { workspaceId, ...of }: VersionIn): Promise<OpenedVersion> {
  const row = await deps.db
    .transaction({ role: "app", workspaceId, actorId: "system" }, (tx) => findVersion(tx, workspaceId, of))
    .catch((error: unknown) => Promise.reject(translate(error)));
  if (!row) throw noVersion(of);
  return openRow(deps, workspaceId, row);
}

/** The file of a version that was read already. */
export function openRow(deps: Deps, workspaceId: number, row: VersionRow): OpenedVersion {
  const { dataset, version, blob_id: blobId, sha256, format } = row;
  if (blobId === null || sha256 === null || format === null) {
    throw new AppError(
      "conflict",
      `Version ${version} of "${dataset}" is what a run logged of its data; the platform does not hold the file. Upload it as a version.`,
      { params: { reason: "dataset-without-file" } },
    );
  }
  const digest = sha256.toString("hex");
  return {
    dataset,
    version,
    format,
    fileName: row.file_name ?? `${dataset}.${format}`,
    sizeBytes: row.size_bytes ?? 0,
    sha256: digest,
    createdAt: row.created_at,
    open: async (range) => {
      const bytes = await openHeldBlob(deps, { workspaceId, blobId }, range);
      return range ? bytes : checkedStream(bytes, digest);
    },
  };
}

/** A version's file for whoever may read datasets. */
export async function readVersionFile(deps: Deps, caller: Caller, of: VersionOf): Promise<OpenedVersion> {
  await authorize(deps, caller, contract.readVersionFile);
  return openDatasetVersion(deps, { workspaceId: workspaceOf(caller).id, ...of });
}

interface LocalFile extends Omit<OpenedVersion, "open"> {
  /** Where it lies, until the work ends. */
  readonly path: string;
}

interface Copying {
  readonly signal: AbortSignal;
  /** Share of the file that is copied, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Room that is left free beside a copy. */
const spareBytes = 268_435_456;

/**
 * Copies a version's file to a temporary folder, compares it with its digest, does the work and removes it, whatever
 * happens. Refused where the disk has not room for it.
 */
export async function withLocalFile<T>(file: OpenedVersion, copying: Copying, work: (local: LocalFile) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-dataset-"));
  try {
    const { bavail, bsize } = await statfs(directory);
    if (bavail * bsize < file.sizeBytes + spareBytes) {
      throw new AppError("unavailable", "The disk for temporary files has no room for the dataset's file. Tell the platform team.", {
        params: { reason: "temporary-space", retryAfterSeconds: 60 },
      });
    }
    const { open, ...facts } = file;
    const local = path.join(directory, `table.${file.format}`);
    let copied = 0;
    const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        copied += chunk.length;
        copying.onProgress?.(copied / file.sizeBytes);
        yield chunk;
      }
    };
    await pipeline(await open(), counted, createWriteStream(local, { flags: "wx", mode: 0o600 }), { signal: copying.signal });
    return await work({ ...facts, path: local });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** As `withLocalFile`, for a version by its name. */
export async function withDatasetVersion<T>(
  deps: Deps,
  { signal, ...of }: VersionIn & { readonly signal: AbortSignal },
  work: (local: LocalFile) => Promise<T>,
): Promise<T> {
  return withLocalFile(await openDatasetVersion(deps, of), { signal }, work);
}
