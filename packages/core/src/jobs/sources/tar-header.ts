/** What stands before each member of a tar archive (POSIX.1-2001, "ustar Interchange Format", and GNU's sizes in base 256). */
export interface TarHeader {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly linkName: string;
}

export const blockBytes = 512;
const checksumField = { start: 148, end: 156 } as const;

/** Undefined for a block of zeros, which ends the archive. Throws a text for people where the block is no header. */
export function readHeader(block: Buffer): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  if (readNumber(block.subarray(checksumField.start, checksumField.end)) !== checksumOf(block))
    throw new Error("it is damaged, or no tar archive");
  const prefix = block.toString("latin1", 257, 262) === "ustar" && block[263] === 0x30 ? readText(block.subarray(345, 500)) : "";
  const name = readText(block.subarray(0, 100));
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    type: block[156] === 0 ? "0" : String.fromCharCode(block[156] ?? 0),
    sizeBytes: readNumber(block.subarray(124, 136)),
    linkName: readText(block.subarray(157, 257)),
  };
}

/** The sum of all bytes, those of the checksum itself as spaces. */
function checksumOf(block: Buffer): number {
  let sum = 0;
  for (const [at, byte] of block.entries()) sum += at >= checksumField.start && at < checksumField.end ? 0x20 : byte;
  return sum;
}

function readText(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end < 0 ? field.length : end);
}

/** Octal digits; or big-endian bytes where the first bit is set. */
function readNumber(field: Buffer): number {
  if ((field[0] ?? 0) < 0x80) return Number.parseInt(readText(field).trim() || "0", 8);
  return field.subarray(1).reduce((number, byte) => number * 256 + byte, 0);
}

/** `length key=value` lines of an extended header. */
export function readRecords(content: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(content.toString("latin1", at, space));
    if (!(length > space - at && at + length <= content.length)) throw new Error("it has an extended header that cannot be read");
    const [, key = "", value = ""] = /^([^=]*)=(.*)\n$/s.exec(content.toString("utf8", space + 1, at + length)) ?? [];
    records.set(key, value);
    at += length;
  }
  return records;
}
