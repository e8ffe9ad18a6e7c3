import { crc32, deflateRawSync } from "node:zlib";

/** One file of an archive; its name has forward slashes. */
export interface ZipEntry {
  readonly name: string;
  readonly data: Buffer;
}

const versionNeeded = 20;
const madeOnUnix = (3 << 8) | versionNeeded;
const utf8Names = 0x0800;
const deflated = 8;
/** Midnight of the first day that the format can name: the same files always make the same archive. */
const noTime = 0;
const firstDay = (1 << 5) | 1;
const regularFile = (0o100644 << 16) >>> 0;

/** An archive of small files, in memory: every field of it follows from the files alone. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of entries) {
    const packed = deflateRawSync(data, { level: 9 });
    const shared = sharedFields({ name, data, packedBytes: packed.length });
    const local = Buffer.concat([words32(0x04034b50), words16(versionNeeded), shared, words16(0), Buffer.from(name)]);
    directory.push(
      words32(0x02014b50),
      words16(madeOnUnix, versionNeeded),
      shared,
      words16(0, 0, 0, 0),
      words32(regularFile, offset),
      Buffer.from(name),
    );
    parts.push(local, packed);
    offset += local.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.concat([
    words32(0x06054b50),
    words16(0, 0, entries.length, entries.length),
    words32(listed.length, offset),
    words16(0),
  ]);
  return Buffer.concat([...parts, listed, end]);
}

/** What a file's own header and its line in the directory have in common. */
function sharedFields({ name, data, packedBytes }: ZipEntry & { packedBytes: number }): Buffer {
  return Buffer.concat([
    words16(utf8Names, deflated, noTime, firstDay),
    words32(crc32(data), packedBytes, data.length),
    words16(Buffer.byteLength(name)),
  ]);
}

function words16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [at, value] of values.entries()) bytes.writeUInt16LE(value, 2 * at);
  return bytes;
}

function words32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value, 4 * at);
  return bytes;
}
