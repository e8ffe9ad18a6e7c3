import { constants } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import path from "node:path";
import { LakeError } from "./lake-error.ts";

export type TableFormat = "csv" | "parquet";

export interface InspectedFile {
  readonly path: string;
  readonly format: TableFormat;
  readonly sizeBytes: number;
  /** The first bytes of a CSV file, at most as many as its first line may have. */
  readonly head: Buffer;
}

export const maxHeadBytes = 1_048_576;
const maxFooterBytes = 67_108_864;
const tailBytes = 8;
const magic = "PAR1";

/** Looks at a file before the engine does: a regular file of its own name, no larger than allowed, of a known format. */
export async function inspectFile(given: string, options: { format?: TableFormat | undefined; maxBytes: number }): Promise<InspectedFile> {
  const file = path.resolve(given);
  const handle = await openRegular(file);
  try {
    const { size: sizeBytes } = await handle.stat();
    if (sizeBytes > options.maxBytes) {
      throw new LakeError("too-large", `The file has ${sizeBytes} bytes; at most ${options.maxBytes} are read.`);
    }
    if (sizeBytes === 0) throw new LakeError("malformed", "The file is empty.");
    const head = await readAt(handle, 0, Math.min(sizeBytes, maxHeadBytes));
    const format = formatOf(head, { name: file, asked: options.format });
    if (format === "parquet") await checkFooter(handle, sizeBytes);
    return { path: file, format, sizeBytes, head };
  } finally {
    await handle.close();
  }
}

async function openRegular(file: string): Promise<FileHandle> {
  try {
    // A pipe would hold the opening until someone writes.
    const found = await lstat(file);
    if (found.isSymbolicLink()) throw new LakeError("unsupported", "The file is a link; only files themselves are read.");
    if (!found.isFile()) throw new LakeError("unsupported", "Only regular files are read.");
    return await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    throw openingErrorOf(error);
  }
}

function openingErrorOf(error: unknown): LakeError {
  if (error instanceof LakeError) return error;
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return isMissing
    ? new LakeError("not-found", "There is no such file.")
    : new LakeError("unavailable", "The file could not be opened.", { cause: error });
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function formatOf(head: Buffer, { name, asked }: { name: string; asked: TableFormat | undefined }): TableFormat {
  const start = head.toString("latin1", 0, magic.length);
  if (start === "PARE") throw new LakeError("unsupported", "The Parquet file is encrypted; encrypted files are not read.");
  const isParquet = start === magic;
  const wanted = asked ?? formatOfName(name);
  if (wanted === "parquet" && !isParquet) throw new LakeError("malformed", "The file is no Parquet file: it does not begin as one.");
  if (asked === "csv" && isParquet) throw new LakeError("malformed", "The file is no CSV file: it is Parquet.");
  if (isParquet) return "parquet";
  refuseBinary(head);
  return "csv";
}

const formatOfName = (name: string): TableFormat | undefined => (/\.parquet$/i.test(name) ? "parquet" : undefined);

const signatures: readonly { readonly bytes: readonly number[]; readonly name: string }[] = [
  { bytes: [0x1f, 0x8b], name: "compressed with gzip" },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], name: "compressed with zstd" },
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: "a ZIP archive or a spreadsheet" },
];

function refuseBinary(head: Buffer): void {
  const found = signatures.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  if (found) throw new LakeError("unsupported", `The file is ${found.name}; CSV and Parquet files are read as they are.`);
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff) || head.subarray(0, 4).includes(0);
  if (isWide) throw new LakeError("unsupported", "The file is UTF-16 or binary; save it as CSV with the encoding UTF-8.");
}

/** The end of a Parquet file says how long its description is; a false length is refused before anything is allocated for it. */
async function checkFooter(handle: FileHandle, sizeBytes: number): Promise<void> {
  const tail = await readAt(handle, Math.max(0, sizeBytes - tailBytes), tailBytes);
  const isWhole = sizeBytes >= magic.length + tailBytes && tail.toString("latin1", 4) === magic;
  if (!isWhole) throw new LakeError("malformed", "The Parquet file is incomplete: its end is missing.");
  const footerBytes = tail.readUInt32LE(0);
  if (footerBytes > sizeBytes - magic.length - tailBytes) {
    throw new LakeError("malformed", "The Parquet file is damaged: its description would be longer than the file.");
  }
  if (footerBytes > maxFooterBytes) {
    throw new LakeError("too-large", `The Parquet file's description has ${footerBytes} bytes; at most ${maxFooterBytes} are read.`);
  }
}
