import type { Readable } from "node:stream";
import { DeleteObjectCommand, GetObjectCommand, HeadBucketCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { assertKey, assertPrefix } from "#src/blob-key.ts";
import type { BlobStat, BlobStore, ByteRange, StorageHealth } from "#src/blob-store.ts";
import { StorageError } from "#src/storage-error.ts";
import { type Bucket, noRange, objectOf, openBucket, type S3Options } from "./bucket.ts";
import { addUp, listPage } from "./listing.ts";
import { upload } from "./multipart-upload.ts";
import { signLink } from "./presigned.ts";
import { guarded, s3ErrorOf } from "./s3-error.ts";
import { sweepUploads } from "./unfinished-uploads.ts";

/** No key of a blob: it is never listed. */
const probe = "probe";

/** Blobs as objects of a bucket that holds nothing else. The bucket must be there. */
export async function openS3Store(options: S3Options): Promise<BlobStore> {
  const bucket = openBucket(options);
  await expectBucket(bucket, options);
  const place = (key: string) => {
    assertKey(key);
    return { Bucket: bucket.name, Key: objectOf(key) };
  };
  return {
    put: (key, source, putOptions = {}) => guarded(() => upload({ bucket, object: place(key).Key }, { source, ...putOptions })),
    get: (key, { range } = {}) => guarded(() => read(bucket, place(key), range)),
    link: (key, linkOptions) =>
      guarded(async () => {
        const { Key } = place(key);
        return options.isLinked ? signLink(bucket, Key, linkOptions) : undefined;
      }),
    stat: (key) => guarded(() => statObject(bucket, place(key))),
    delete: (key) => guarded(async () => void (await bucket.client.send(new DeleteObjectCommand(place(key))))),
    list: (prefix, { cursor, limit } = {}) =>
      guarded(async () => {
        assertPrefix(prefix);
        if (cursor !== undefined) assertKey(cursor);
        return listPage(bucket, { prefix, after: cursor }, limit);
      }),
    usage: (prefix = "") =>
      guarded(async () => {
        assertPrefix(prefix);
        return addUp(bucket, prefix);
      }),
    health: () => tryOut(bucket),
    sweep: (olderThanMs) => guarded(() => sweepUploads(bucket, olderThanMs)),
  };
}

interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

async function expectBucket(bucket: Bucket, { endpoint }: S3Options): Promise<void> {
  try {
    await bucket.client.send(new HeadBucketCommand({ Bucket: bucket.name }));
  } catch (error) {
    throw unusable(error, bucket, endpoint);
  }
}

function unusable(cause: unknown, bucket: Bucket, endpoint: string | undefined): StorageError {
  const failure = s3ErrorOf(cause);
  const where = `the bucket ${bucket.name}${endpoint === undefined ? "" : ` at ${endpoint}`}`;
  const what = failure.code === "not-found" ? "does not exist" : "cannot be used";
  return new StorageError("unavailable", `${where} ${what}: ${failure.message}`, { cause });
}

async function read(bucket: Bucket, place: Place, range: ByteRange | undefined): Promise<Readable> {
  if (range && !isWhole(range)) throw noRange();
  const asked = range && { Range: `bytes=${range.start}-${range.end}` };
  const { Body } = await bucket.client.send(new GetObjectCommand({ ...place, ...asked }));
  return Body as Readable;
}

function isWhole({ start, end }: ByteRange): boolean {
  return Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end;
}

async function statObject(bucket: Bucket, place: Place): Promise<BlobStat | undefined> {
  try {
    const { ContentLength = 0, LastModified = new Date(0) } = await bucket.client.send(new HeadObjectCommand(place));
    return { sizeBytes: ContentLength, modifiedAt: LastModified };
  } catch (error) {
    const failure = s3ErrorOf(error);
    if (failure.code === "not-found") return undefined;
    throw failure;
  }
}

async function tryOut(bucket: Bucket): Promise<StorageHealth> {
  const place = { Bucket: bucket.name, Key: probe };
  try {
    await bucket.client.send(new PutObjectCommand({ ...place, Body: probe }));
    await bucket.client.send(new DeleteObjectCommand(place));
    return { isWritable: true };
  } catch (error) {
    return { isWritable: false, reason: s3ErrorOf(error).message };
  }
}
