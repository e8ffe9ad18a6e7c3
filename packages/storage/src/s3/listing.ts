import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { BlobEntry, BlobPage, StorageUsage } from "#src/blob-store.ts";
import { type Bucket, keyOf, objectOf } from "./bucket.ts";

/** As many as a server lists at once. */
const pageSize = 1000;

interface Wanted {
  readonly prefix: string;
  /** Only keys after this one. */
  readonly after: string | undefined;
}

/** Entries in the order of their keys, fetched `batch` at a time. */
async function* entriesOf(bucket: Bucket, { prefix, after }: Wanted, batch: number): AsyncGenerator<BlobEntry> {
  let token: string | undefined;
  do {
    const page = await bucket.client.send(
      new ListObjectsV2Command({
        Bucket: bucket.name,
        Prefix: prefix,
        MaxKeys: batch,
        ContinuationToken: token,
        StartAfter: after === undefined ? undefined : objectOf(after),
      }),
    );
    for (const { Key, Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
      const key = keyOf(Key);
      if (key !== undefined) yield { key, sizeBytes: Size, modifiedAt: LastModified };
    }
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

export async function listPage(bucket: Bucket, wanted: Wanted, limit = pageSize): Promise<BlobPage> {
  const blobs: BlobEntry[] = [];
  for await (const entry of entriesOf(bucket, wanted, Math.min(limit + 1, pageSize))) {
    const last = blobs.at(-1);
    if (last && blobs.length >= limit) return { blobs, cursor: last.key };
    blobs.push(entry);
  }
  return { blobs };
}

export async function addUp(bucket: Bucket, prefix: string): Promise<StorageUsage> {
  let blobs = 0;
  let sizeBytes = 0;
  for await (const entry of entriesOf(bucket, { prefix, after: undefined }, pageSize)) {
    blobs += 1;
    sizeBytes += entry.sizeBytes;
  }
  return { blobs, sizeBytes };
}
