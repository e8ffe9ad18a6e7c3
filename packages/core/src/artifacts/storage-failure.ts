import { StorageError } from "@plumbline/storage";
import { AppError, translate } from "../kernel/index.ts";

/** Errors of the storage as the platform's own. */
export function fromStorage(error: unknown): unknown {
  if (!(error instanceof StorageError)) return translate(error);
  switch (error.code) {
    case "too-large":
      return new AppError(
        "invalid",
        "The artifact is larger than this installation allows. Split it, or ask for a higher ARTIFACT_LIMIT_BYTES.",
        {
          cause: error,
          params: { reason: "artifact-too-large", status: 413 },
        },
      );
    case "aborted":
      return new AppError("invalid", "The upload ended before all of it arrived. Nothing was stored; send it again.", {
        cause: error,
        params: { reason: "upload-cut" },
      });
    case "full":
      return new AppError("unavailable", "The artifact storage is full. Nothing was stored; tell the platform team.", {
        cause: error,
        params: { retryAfterSeconds: 60 },
      });
    case "range":
      return new AppError("invalid", "No byte of the artifact lies in the asked range.", {
        cause: error,
        params: { reason: "range", status: 416 },
      });
    case "not-found":
      return new AppError("unavailable", "The artifact is recorded, but its bytes are not in the storage. Tell the platform team.", {
        cause: error,
      });
    default:
      return new AppError("unavailable", "The artifact storage did not answer. Try again.", {
        cause: error,
        params: { retryAfterSeconds: 1 },
      });
  }
}
