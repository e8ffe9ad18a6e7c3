export type {
  BlobEntry,
  BlobPage,
  BlobStat,
  BlobStore,
  ByteRange,
  LinkOptions,
  PutOptions,
  StorageHealth,
  StorageUsage,
  StoredBlob,
} from "./blob-store.ts";
export { openFileSystemStore } from "./file-system-store.ts";
export { openBlobStore, type StorageOptions } from "./open-blob-store.ts";
export { StorageError, type StorageErrorCode } from "./storage-error.ts";
