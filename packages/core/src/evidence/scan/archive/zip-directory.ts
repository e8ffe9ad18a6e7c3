import type { Ending } from "../scan-context.ts";
import { LimitError, MalformedError } from "../scan-errors.ts";

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  /** Where its local header stands in the file. */
  readonly offset: number;
}

const endSignature = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const endSize = 22;
const longestComment = 65_535;
const wideEndSignature = 0x06064b50;
const wideLocatorSignature = 0x07064b50;
const wideEndSize = 56;
const wideLocatorSize = 20;
const entrySignature = 0x02014b50;
const entrySize = 46;
const wide32 = 0xffff_ffff;
const wide16 = 0xffff;

interface Directory {
  readonly start: number;
  readonly sizeBytes: number;
  /** Bytes before the archive, which all its offsets leave out. */
  readonly prefixBytes: number;
}

/** A 64-bit number; beyond 2^53 no file has such a place. */
const wide = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

/** Where the directory is, read as Python does: from the last end record, whatever follows it. */
function findDirectory({ bytes, sizeBytes }: Ending): Directory | undefined {
  const tail = bytes.subarray(Math.max(0, bytes.length - longestComment - endSize));
  const found = tail.lastIndexOf(endSignature);
  const end = found === -1 ? -1 : bytes.length - tail.length + found;
  if (end === -1 || end + endSize > bytes.length) return undefined;
  const fileOffset = sizeBytes - bytes.length;
  const record = wideRecord(bytes, end);
  const size = record?.size ?? bytes.readUInt32LE(end + 12);
  const offset = record?.offset ?? bytes.readUInt32LE(end + 16);
  const start = fileOffset + end - size - (record === undefined ? 0 : wideEndSize + wideLocatorSize);
  return { start, sizeBytes: size, prefixBytes: start - offset };
}

function wideRecord(bytes: Buffer, end: number): { readonly size: number; readonly offset: number } | undefined {
  const locator = end - wideLocatorSize;
  const record = locator - wideEndSize;
  if (record < 0 || bytes.readUInt32LE(locator) !== wideLocatorSignature || bytes.readUInt32LE(record) !== wideEndSignature)
    return undefined;
  return { size: wide(bytes, record + 40), offset: wide(bytes, record + 48) };
}

/** Whether the end of a file is that of an archive with something in it. */
export function endsAsZip(ending: Ending): boolean {
  const directory = findDirectory(ending);
  if (directory === undefined || directory.prefixBytes < 0 || directory.sizeBytes < entrySize) return false;
  const at = directory.start - (ending.sizeBytes - ending.bytes.length);
  return at >= 0 && at + 4 <= ending.bytes.length && ending.bytes.readUInt32LE(at) === entrySignature;
}

/** The members by their place in the file. */
export function readDirectory(ending: Ending, mostMembers: number): ZipEntry[] {
  const directory = findDirectory(ending);
  if (directory === undefined) throw new MalformedError("the archive has no directory");
  const at = directory.start - (ending.sizeBytes - ending.bytes.length);
  if (directory.start < 0 || directory.prefixBytes < 0) throw new MalformedError("the archive's directory is not where it should be");
  if (at < 0) throw new LimitError("the archive's directory is too long");
  const bytes = ending.bytes.subarray(at, at + directory.sizeBytes);
  const entries: ZipEntry[] = [];
  for (let next = 0; next + entrySize <= bytes.length; ) {
    if (entries.length >= mostMembers) throw new LimitError(`more than ${mostMembers} members`);
    const { entry, length } = readEntry(bytes.subarray(next), directory.prefixBytes);
    entries.push(entry);
    next += length;
  }
  return entries.sort((a, b) => a.offset - b.offset);
}

function readEntry(bytes: Buffer, prefixBytes: number): { readonly entry: ZipEntry; readonly length: number } {
  if (bytes.readUInt32LE(0) !== entrySignature) throw new MalformedError("the archive's directory is damaged");
  const [nameLength, extraLength, commentLength] = [bytes.readUInt16LE(28), bytes.readUInt16LE(30), bytes.readUInt16LE(32)];
  const length = entrySize + nameLength + extraLength + commentLength;
  if (length > bytes.length) throw new MalformedError("the archive's directory is cut short");
  const sizes = wideSizes(bytes, bytes.subarray(entrySize + nameLength, entrySize + nameLength + extraLength));
  const entry: ZipEntry = {
    name: bytes.toString("utf8", entrySize, entrySize + nameLength),
    method: bytes.readUInt16LE(10),
    isEncrypted: (bytes.readUInt16LE(8) & 1) !== 0,
    ...sizes,
    offset: sizes.offset + prefixBytes,
  };
  return { entry, length };
}

function wideSizes(entry: Buffer, extra: Buffer): Pick<ZipEntry, "compressedBytes" | "sizeBytes" | "offset"> {
  const wider = wideExtra(extra);
  let used = 0;
  const read = (narrow: number, marker: number): number => {
    if (narrow !== marker || used + 8 > wider.length) return narrow;
    used += 8;
    return wide(wider, used - 8);
  };
  const sizeBytes = read(entry.readUInt32LE(24), wide32);
  const compressedBytes = read(entry.readUInt32LE(20), wide32);
  return { sizeBytes, compressedBytes, offset: read(entry.readUInt32LE(42), wide32) };
}

function wideExtra(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + Math.min(extra.readUInt16LE(at + 2), wide16));
  }
  return Buffer.alloc(0);
}
