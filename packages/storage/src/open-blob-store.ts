import type { BlobStore } from "./blob-store.ts";
import { openFileSystemStore } from "./file-system-store.ts";
import type { S3Options } from "./s3/bucket.ts";

export interface StorageOptions {
  /** Where blobs are, unless S3 has them. */
  readonly directory: string;
  /** Where blobs are. */
  readonly s3?: S3Options | undefined;
}

/** Blobs in S3 where it is named, else below a directory. Rejects with `unavailable` where they cannot be kept. */
export async function openBlobStore({ directory, s3 }: StorageOptions): Promise<BlobStore> {
  if (s3 === undefined) return openFileSystemStore({ directory });
  // Amazon's client is loaded by those who use it.
  const { openS3Store } = await import("./s3/s3-store.ts");
  return openS3Store(s3);
}
