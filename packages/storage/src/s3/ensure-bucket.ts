import { setTimeout as delay } from "node:timers/promises";
import { CreateBucketCommand, HeadBucketCommand } from "@aws-sdk/client-s3";
import { type Bucket, openBucket, type S3Options } from "./bucket.ts";
import { s3ErrorOf } from "./s3-error.ts";

const pauseMs = 500;

/** Makes the bucket unless it is there; says whether it did. Waits so long for a server that does not answer yet. */
export async function ensureBucket(options: S3Options, patienceMs: number): Promise<boolean> {
  const bucket = openBucket(options);
  try {
    return await makeBy(bucket, Date.now() + patienceMs);
  } catch (error) {
    throw s3ErrorOf(error);
  } finally {
    bucket.client.destroy();
  }
}

async function makeBy(bucket: Bucket, deadline: number): Promise<boolean> {
  while (true) {
    try {
      return await make(bucket);
    } catch (error) {
      if (!isAway(error) || Date.now() > deadline) throw error;
      await delay(pauseMs);
    }
  }
}

/** What the connection says, and not the server. */
const isAway = (error: unknown): boolean => error instanceof Error && "code" in error && /^E[A-Z_]+$/.test(String(error.code));

async function make({ client, name }: Bucket): Promise<boolean> {
  const isThere = await client.send(new HeadBucketCommand({ Bucket: name })).then(
    () => true,
    (error: unknown) => {
      if (s3ErrorOf(error).code === "not-found") return false;
      throw error;
    },
  );
  if (!isThere) await client.send(new CreateBucketCommand({ Bucket: name }));
  return !isThere;
}
