import { AbortMultipartUploadCommand, ListMultipartUploadsCommand, ListPartsCommand, type MultipartUpload } from "@aws-sdk/client-s3";
import { type Bucket, keyOf } from "./bucket.ts";

async function* unfinishedUploads(bucket: Bucket): AsyncGenerator<MultipartUpload> {
  let markers: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
  let isLast = false;
  while (!isLast) {
    const page = await bucket.client.send(new ListMultipartUploadsCommand({ Bucket: bucket.name, ...markers }));
    yield* page.Uploads ?? [];
    isLast = !page.IsTruncated;
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
}

/** When the last part of an upload arrived; an upload is as old as that, not as its beginning. */
async function lastSign(bucket: Bucket, { Key, UploadId, Initiated }: MultipartUpload): Promise<number> {
  let latest = Initiated?.getTime() ?? 0;
  let marker: string | undefined;
  do {
    const page = await bucket.client.send(new ListPartsCommand({ Bucket: bucket.name, Key, UploadId, PartNumberMarker: marker }));
    for (const { LastModified } of page.Parts ?? []) latest = Math.max(latest, LastModified?.getTime() ?? 0);
    marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (marker !== undefined);
  return latest;
}

/** Drops the parts of uploads that nobody has sent to for so long; returns how many uploads. */
export async function sweepUploads(bucket: Bucket, olderThanMs: number): Promise<number> {
  const limit = Date.now() - olderThanMs;
  let removed = 0;
  for await (const upload of unfinishedUploads(bucket)) {
    const isOurs = keyOf(upload.Key) !== undefined;
    if (!isOurs || (upload.Initiated?.getTime() ?? 0) > limit) continue;
    const isFresh = await lastSign(bucket, upload).then(
      (time) => time > limit,
      // It was completed or given up meanwhile.
      () => true,
    );
    if (isFresh) continue;
    await bucket.client.send(new AbortMultipartUploadCommand({ Bucket: bucket.name, Key: upload.Key, UploadId: upload.UploadId }));
    removed += 1;
  }
  return removed;
}
