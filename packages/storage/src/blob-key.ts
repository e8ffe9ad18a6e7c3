import { StorageError } from "./storage-error.ts";

const maxLength = 500;
// Lower case alone, because some file systems take `a` and `A` for one name; no dots, so that no
// segment is `.` or `..` and files can carry an extension that no key has.
const segment = "[a-z0-9][a-z0-9_-]{0,119}";
const keyPattern = new RegExp(`^${segment}(?:/${segment}){0,9}$`);
const prefixPattern = new RegExp(`^(?:${segment}/){0,9}(?:${segment})?$`);

/** Throws `invalid-key` unless the key has one to ten segments of lower-case letters, digits, `_` and `-`. */
export function assertKey(key: string): void {
  if (key.length <= maxLength && keyPattern.test(key)) return;
  throw new StorageError("invalid-key", "a storage key has up to ten segments of lower-case letters, digits, '_' and '-'");
}

/** A prefix is the beginning of some key; the empty one begins all. */
export function assertPrefix(prefix: string): void {
  if (prefix.length <= maxLength && prefixPattern.test(prefix)) return;
  throw new StorageError("invalid-key", "a prefix of storage keys is the beginning of a key");
}
