/**
 * `aborted`: the source or the caller gave up. `full`: no room is left. `too-large`: more than `maxBytes`
 * arrived. `range`: no byte lies in the range. `unavailable`: the medium refuses or fails.
 */
export type StorageErrorCode = "invalid-key" | "not-found" | "range" | "too-large" | "full" | "aborted" | "unavailable";

/** The one error that a BlobStore raises. */
export class StorageError extends Error {
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StorageError";
    this.code = code;
  }
}

const fullCodes = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** The StorageError for what the operating system reported. */
export function storageErrorOf(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return new StorageError("not-found", "there is no such blob", { cause: error });
  if (fullCodes.has(code)) return new StorageError("full", "the storage is full", { cause: error });
  return new StorageError("unavailable", `the storage failed (${code || "unknown error"})`, { cause: error });
}
