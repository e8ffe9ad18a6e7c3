import type { Readable } from "node:stream";

/** What a blob is, measured while it streamed in. */
export interface StoredBlob {
  readonly sizeBytes: number;
  /** SHA-256 as 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Object storage: immutable blobs under keys. Errors are StorageError. */
export interface BlobStore {
  /** Streams a blob in; nothing is stored unless all of it arrived. */
  put(key: string, source: Readable, options?: { readonly signal?: AbortSignal; readonly maxBytes?: number }): Promise<StoredBlob>;
  get(key: string, options?: { readonly range?: ByteRange }): Promise<Readable>;
  stat(key: string): Promise<{ readonly sizeBytes: number } | undefined>;
  delete(key: string): Promise<void>;
}
