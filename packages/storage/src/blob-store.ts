import type { Readable } from "node:stream";

/** What a blob is, measured while it streamed in. */
export interface StoredBlob {
  readonly sizeBytes: number;
  /** SHA-256 as 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Bytes `start` to `end`, both included; an `end` past the last byte means the last byte. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface BlobStat {
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

export interface BlobEntry extends BlobStat {
  readonly key: string;
}

export interface BlobPage {
  /** In the order of their keys, character by character. */
  readonly blobs: readonly BlobEntry[];
  /** Continues after this page; absent on the last one. */
  readonly cursor?: string;
}

export interface StorageUsage {
  readonly blobs: number;
  readonly sizeBytes: number;
}

export interface StorageHealth {
  readonly isWritable: boolean;
  /** Room left, where the medium has an end. */
  readonly freeBytes?: number;
  /** Why it is not writable, for operators. */
  readonly reason?: string;
}

export interface PutOptions {
  readonly signal?: AbortSignal;
  readonly maxBytes?: number;
}

/** What an answer to a link says of the bytes. */
export interface LinkOptions {
  readonly contentType: string;
  readonly contentDisposition: string;
}

/**
 * Blobs under keys of up to ten segments (`7/3f/0198c2…`: lower-case letters, digits, `_`, `-`). What can
 * fail raises StorageError.
 */
export interface BlobStore {
  /**
   * Streams a blob in with flat memory; it appears whole and durable, or not at all, and replaces what the
   * key held. A source that ends early, an abort or too many bytes leave nothing. The source stays open
   * when the store stops reading it, except on abort: it is the caller's to answer on or to destroy.
   */
  put(key: string, source: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<StoredBlob>;
  /** Rejects with `not-found` or `range` before the first byte. A reader keeps its blob when it is replaced or deleted. */
  get(key: string, options?: { readonly range?: ByteRange }): Promise<Readable>;
  /** An address where anybody may fetch the blob for five minutes; undefined where the store hands out none. */
  link(key: string, options: LinkOptions): Promise<string | undefined>;
  stat(key: string): Promise<BlobStat | undefined>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Pages of the blobs whose keys begin with `prefix`, by default of 1,000. */
  list(prefix: string, options?: { readonly cursor?: string; readonly limit?: number }): Promise<BlobPage>;
  /** Counts the blobs whose keys begin with `prefix`; reads every entry. */
  usage(prefix?: string): Promise<StorageUsage>;
  /** Writes and removes a probe. Never rejects. */
  health(): Promise<StorageHealth>;
  /** Removes what killed processes left of uploads that nobody has written to for so long; returns how many. */
  sweep(olderThanMs: number): Promise<number>;
}
