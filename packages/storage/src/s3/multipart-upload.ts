import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { StoredBlob } from "#src/blob-store.ts";
import { chunksOf, tooLarge, type Upload, uploadFailure } from "#src/upload-source.ts";
import type { Bucket } from "./bucket.ts";
import { partBytes, partsOf } from "./parts.ts";
import { s3ErrorOf } from "./s3-error.ts";

/** Parts that are under way while the next one fills: all that an upload holds in memory. */
const partsAtOnce = 2;

interface Target {
  readonly bucket: Bucket;
  readonly object: string;
}

/** Sends a small blob whole and a large one in parts; it appears when the last of it has arrived. */
export async function upload(target: Target, given: Upload): Promise<StoredBlob> {
  const digest = createHash("sha256");
  let sizeBytes = 0;
  async function* measured(): AsyncGenerator<Uint8Array> {
    const { maxBytes = Number.POSITIVE_INFINITY } = given;
    for await (const chunk of chunksOf(given)) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
      digest.update(chunk);
      yield chunk;
    }
    given.signal?.throwIfAborted();
  }
  const parts = partsOf(measured());
  try {
    const taken = await take(parts);
    const [first] = taken;
    if (first && first.length === partBytes(0)) await sendInParts(target, resume(taken, parts), given.signal);
    else await sendWhole(target, first ?? Buffer.alloc(0), given.signal);
    return { sizeBytes, sha256: digest.digest("hex") };
  } catch (error) {
    throw uploadFailure(s3ErrorOf(error), given);
  } finally {
    await parts.return(undefined);
  }
}

async function take(parts: AsyncIterator<Uint8Array>): Promise<Uint8Array[]> {
  const { done, value } = await parts.next();
  return done ? [] : [value];
}

/** What was taken, which is let go of as it passes, and the rest. */
async function* resume(taken: Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let part = taken.shift(); part; part = taken.shift()) yield part;
  yield* rest;
}

const signalled = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

async function sendWhole({ bucket, object }: Target, body: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
  await bucket.client.send(new PutObjectCommand({ Bucket: bucket.name, Key: object, Body: body }), signalled(signal));
}

async function sendInParts({ bucket, object }: Target, parts: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Promise<void> {
  const place = { Bucket: bucket.name, Key: object };
  const { UploadId } = await bucket.client.send(new CreateMultipartUploadCommand(place), signalled(signal));
  const begun = { ...place, UploadId };
  const failed = new AbortController();
  const abortSignal = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const underWay = new Set<Promise<void>>();
  const sent: CompletedPart[] = [];
  const send = async (PartNumber: number, body: Uint8Array): Promise<void> => {
    const { ETag } = await bucket.client.send(new UploadPartCommand({ ...begun, PartNumber, Body: body }), { abortSignal });
    sent[PartNumber - 1] = { PartNumber, ETag };
  };
  try {
    let number = 0;
    for await (const body of parts) {
      number += 1;
      const sending = send(number, body)
        .catch((error: unknown) => failed.abort(error))
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
      if (underWay.size >= partsAtOnce) await Promise.race(underWay);
      failed.signal.throwIfAborted();
    }
    await Promise.all(underWay);
    failed.signal.throwIfAborted();
    await bucket.client.send(new CompleteMultipartUploadCommand({ ...begun, MultipartUpload: { Parts: sent } }), { abortSignal });
  } catch (error) {
    failed.abort(error);
    // A part that arrives after the end of its upload would stay.
    await Promise.all(underWay);
    await bucket.client.send(new AbortMultipartUploadCommand(begun)).catch(() => undefined);
    throw error;
  }
}
