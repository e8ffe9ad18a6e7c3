export type { BlobStore, ByteRange, StoredBlob } from "./blob-store.ts";
export { openFileSystemStore } from "./file-system-store.ts";
