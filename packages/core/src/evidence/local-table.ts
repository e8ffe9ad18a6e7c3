import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { type Table, withTable } from "@plumbline/lake";
import { openHeldBlob } from "../artifacts/index.ts";
import { AppError, type Deps } from "../kernel/index.ts";

interface StoredTable {
  readonly workspaceId: number;
  readonly blobId: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

interface Reading {
  readonly signal?: AbortSignal | undefined;
  readonly timeLimitMs: number;
  /** Share of the file that is copied, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Room that is left free beside a copy. */
const spareBytes = 268_435_456;
const memoryLimitBytes = 268_435_456;

/** Copies stored rows to a temporary folder, does the work on them and removes them, whatever happens. */
export async function withLocalTable<T>(
  deps: Deps,
  { stored, reading }: { readonly stored: StoredTable; readonly reading: Reading },
  work: (table: Table) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-evidence-"));
  const { signal, timeLimitMs } = reading;
  try {
    const file = path.join(directory, "table");
    await copy(deps, { stored, reading, file });
    return await withTable({ path: file, memoryLimitBytes, timeLimitMs, ...(signal ? { signal } : {}) }, work);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function copy(
  deps: Deps,
  { stored, reading, file }: { readonly stored: StoredTable; readonly reading: Reading; readonly file: string },
): Promise<void> {
  const { bavail, bsize } = await statfs(path.dirname(file));
  if (bavail * bsize < stored.sizeBytes + spareBytes) {
    throw new AppError("unavailable", "The disk for temporary files has no room for the table. Tell the platform team.", {
      params: { reason: "temporary-space", retryAfterSeconds: 60 },
    });
  }
  const hash = createHash("sha256");
  let copiedBytes = 0;
  const watched = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      copiedBytes += chunk.length;
      reading.onProgress?.(copiedBytes / stored.sizeBytes);
      yield chunk;
    }
  };
  const target = createWriteStream(file, { flags: "wx", mode: 0o600 });
  await pipeline(await openHeldBlob(deps, stored), watched, target, reading.signal ? { signal: reading.signal } : {});
  if (hash.digest("hex") === stored.sha256) return;
  throw new AppError(
    "conflict",
    "The stored bytes of the table are not those that were uploaded. Upload it again; tell the platform team.",
    {
      params: { reason: "bytes-differ" },
    },
  );
}
