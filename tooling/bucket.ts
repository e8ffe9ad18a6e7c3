// Makes the bucket of a deployment unless it is there, or artifacts are kept in files. Prints one line of JSON.
import { ConfigError, loadBucketConfig } from "../packages/config/src/index.ts";
import { StorageError } from "../packages/storage/src/index.ts";
import { ensureBucket } from "../packages/storage/src/s3/ensure-bucket.ts";

const patienceMs = 60_000;

try {
  const { s3 } = loadBucketConfig(process.env);
  console.log(JSON.stringify({ bucket: s3?.bucket ?? null, made: s3 ? await ensureBucket(s3, patienceMs) : false }));
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof StorageError)) throw error;
  console.log(JSON.stringify({ error: error.message }));
  process.exitCode = 1;
}
