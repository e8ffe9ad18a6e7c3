import { createHash } from "node:crypto";
import { AppError } from "../kernel/index.ts";

/** A file of a version; `path` is relative to the version's root. */
export interface ManifestFile {
  readonly path: string;
  readonly blobId: string;
  readonly digest: Buffer;
  readonly sizeBytes: number;
}

/** Files that a version may have. */
export const manifestFilesMax = 10_000;

export function checkManifestSize(files: readonly ManifestFile[]): void {
  if (files.length <= manifestFilesMax) return;
  throw new AppError(
    "invalid",
    `A version may have ${manifestFilesMax} files; there are more below this source. Pack them, or register a directory further down.`,
    { params: { reason: "manifest-size", max: manifestFilesMax }, fields: [{ path: "source", message: "too many files" }] },
  );
}

/**
 * SHA-256 over the manifest in its one form: a line `<sha256 as hex>  <size in bytes>  <path>\n` for each file, in the
 * byte order of the paths. Paths hold no line breaks. Null where there are no files.
 */
export function manifestDigest(files: readonly ManifestFile[]): Buffer | null {
  if (files.length === 0) return null;
  const hash = createHash("sha256");
  const sorted = [...files].sort((left, right) => Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)));
  for (const { digest, sizeBytes, path } of sorted) hash.update(`${digest.toString("hex")}  ${sizeBytes}  ${path}\n`);
  return hash.digest();
}
