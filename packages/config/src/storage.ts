import path from "node:path";
import { z } from "zod";
import { ConfigError, type Environment, readEnvironment } from "./environment.ts";
import { variables as v } from "./variables.ts";

/** Of api and worker: where artifact bytes are. */
export const storageVariables = {
  PLUMBLINE_DATA: v.PLUMBLINE_DATA,
  STORAGE_DIR: v.STORAGE_DIR,
  S3_BUCKET: v.S3_BUCKET,
  S3_ENDPOINT: v.S3_ENDPOINT,
  S3_REGION: v.S3_REGION,
  S3_ACCESS_KEY_ID: v.S3_ACCESS_KEY_ID,
  S3_SECRET_ACCESS_KEY: v.S3_SECRET_ACCESS_KEY,
  S3_FORCE_PATH_STYLE: v.S3_FORCE_PATH_STYLE,
  S3_PRESIGNED_DOWNLOADS: v.S3_PRESIGNED_DOWNLOADS,
};

export const bucketSchema = z.object(storageVariables);

type Given = z.output<z.ZodObject<typeof storageVariables>>;

/** What these variables say together. Throws ConfigError. */
export function readStorage(given: Given) {
  const directory = path.resolve(given.STORAGE_DIR ?? path.join(given.PLUMBLINE_DATA, "storage"));
  return { directory, s3: readS3(given) };
}

/** What the step that makes the bucket reads from its environment, parsed. Throws ConfigError. */
export function loadBucketConfig(env: Environment) {
  return readStorage(readEnvironment(bucketSchema, env));
}

function readS3(given: Given) {
  const { S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = given;
  if (bucket === undefined) {
    if (endpoint !== undefined) throw new ConfigError(["S3_BUCKET: not set, though S3_ENDPOINT is; allowed: name of a bucket"]);
    return;
  }
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined))
    throw new ConfigError(["S3_ACCESS_KEY_ID: set both it and S3_SECRET_ACCESS_KEY, or neither; allowed: the two halves of one key"]);
  return {
    bucket,
    endpoint,
    region: given.S3_REGION,
    credentials: accessKeyId === undefined || secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey },
    isPathStyle: given.S3_FORCE_PATH_STYLE ?? endpoint !== undefined,
    isLinked: given.S3_PRESIGNED_DOWNLOADS,
  };
}
