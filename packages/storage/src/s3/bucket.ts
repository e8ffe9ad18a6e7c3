import { S3Client } from "@aws-sdk/client-s3";
import { traced } from "@plumbline/tracing";
import { StorageError } from "#src/storage-error.ts";

/** Where blobs are kept, and who asks for them. */
export interface S3Options {
  readonly bucket: string;
  readonly region: string;
  /** Of a server that is not Amazon's. */
  readonly endpoint?: string | undefined;
  readonly isPathStyle: boolean;
  /** Whether links to blobs are handed out; whoever gets one must reach the endpoint. */
  readonly isLinked?: boolean;
  /** Left out, they are found as Amazon's clients find them: environment, files, the machine's role. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
}

const connectMs = 5_000;
/** Until an answer begins; a part of an upload is sent within it. */
const answerMs = 120_000;
/** Each download of a slow reader has a connection of its own. */
const connections = 500;

export function openBucket(options: S3Options): Bucket {
  const agent = { keepAlive: true, maxSockets: connections };
  const client = new S3Client({
    region: options.region,
    forcePathStyle: options.isPathStyle,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.credentials ? { credentials: options.credentials } : {}),
    // Other servers do not know the newer checksums. What is sent is signed with its digest in any case.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
  // Without the bucket's name and keys: they say nothing about how long it took.
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      (args) =>
        traced(`S3 ${commandName.replace(/Command$/, "")}`, { kind: "client", isPart: true }, () => next(args)),
    { step: "initialize", name: "tracing" },
  );
  return { client, name: options.bucket };
}

// What ends a key keeps `a` and `a/b` apart, which some servers cannot hold side by side. Keys have no such character, and it
// sorts before all that they have, so that the order of objects is that of keys.
const ending = "!";

export const objectOf = (key: string): string => key + ending;

/** The key of an object; undefined for what this store did not put there. */
export function keyOf(object: string | undefined): string | undefined {
  return object?.endsWith(ending) ? object.slice(0, -ending.length) : undefined;
}

/** For every range that is none. */
export const noRange = (): StorageError => new StorageError("range", "no byte of the blob lies in the range");
