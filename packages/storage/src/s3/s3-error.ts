import { S3ServiceException } from "@aws-sdk/client-s3";
import { StorageError } from "#src/storage-error.ts";

const missing = new Set(["NoSuchKey", "NotFound", "NoSuchUpload"]);
const full = new Set(["QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded"]);
const insufficientStorage = 507;

/** The StorageError for what the server or the way to it reported. */
export function s3ErrorOf(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const name = error instanceof Error ? error.name : "";
  if (missing.has(name)) return new StorageError("not-found", "there is no such blob", { cause: error });
  if (name === "InvalidRange") return new StorageError("range", "no byte of the blob lies in the range", { cause: error });
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (full.has(name) || status === insufficientStorage) return new StorageError("full", "the storage is full", { cause: error });
  return new StorageError("unavailable", `the storage failed (${reasonOf(error)})`, { cause: error });
}

/** What operators look for: the server's own code, or that of the connection. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  if (error instanceof S3ServiceException) return error.name;
  return "code" in error ? String(error.code) : error.name;
}

/** Turns whatever the client throws into the store's one error. */
export async function guarded<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw s3ErrorOf(error);
  }
}
