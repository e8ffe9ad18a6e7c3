import type { ByteStream } from "../byte-stream.ts";
import { MalformedError } from "../scan-errors.ts";
import { opaque, type Value } from "./values.ts";

export type ArgumentKind =
  | "none"
  | "unsigned1"
  | "unsigned2"
  | "unsigned4"
  | "signed4"
  | "eight"
  | "line"
  | "lines"
  | "text1"
  | "text4"
  | "text8"
  | "bytes1"
  | "bytes4"
  | "bytes8"
  | "whole1"
  | "whole4";

/** Longer texts cannot be names and are not kept. */
const longestName = 512;
const longestLine = 2048;

const fixed: Partial<Record<ArgumentKind, { readonly size: number; readonly read: (bytes: Buffer) => Value }>> = {
  unsigned1: { size: 1, read: (bytes) => bytes.readUInt8() },
  unsigned2: { size: 2, read: (bytes) => bytes.readUInt16LE() },
  unsigned4: { size: 4, read: (bytes) => bytes.readUInt32LE() },
  signed4: { size: 4, read: (bytes) => bytes.readInt32LE() },
  eight: { size: 8, read: () => opaque },
};

const lengths = {
  1: { size: 1, read: (bytes: Buffer) => bytes.readUInt8() },
  4: { size: 4, read: (bytes: Buffer) => bytes.readUInt32LE() },
  // Beyond 2^53 the number is not exact; no file is that long, so that it only has to be large.
  8: { size: 8, read: (bytes: Buffer) => Number(bytes.readBigUInt64LE()) },
} as const;

const asText = (bytes: Buffer): Value => bytes.toString("utf8");
const asOpaque = (): Value => opaque;
const asWhole = (bytes: Buffer): Value => {
  if (bytes.length === 0) return 0;
  return bytes.length > 6 ? opaque : bytes.readIntLE(0, bytes.length);
};

const sized: Partial<Record<ArgumentKind, { readonly length: 1 | 4 | 8; readonly read: (bytes: Buffer) => Value }>> = {
  text1: { length: 1, read: asText },
  text4: { length: 4, read: asText },
  text8: { length: 8, read: asText },
  bytes1: { length: 1, read: asOpaque },
  bytes4: { length: 4, read: asOpaque },
  bytes8: { length: 8, read: asOpaque },
  whole1: { length: 1, read: asWhole },
  whole4: { length: 4, read: asWhole },
};

function readSized(stream: ByteStream, kind: 1 | 4 | 8, read: (bytes: Buffer) => Value): Value | Promise<Value> {
  const { size, read: readLength } = lengths[kind];
  if (stream.buffered < size + longestName) return readSizedAcross(stream, kind, read);
  return readPayload(stream, readLength(stream.take(size)), read);
}

async function readSizedAcross(stream: ByteStream, kind: 1 | 4 | 8, read: (bytes: Buffer) => Value): Promise<Value> {
  const { size, read: readLength } = lengths[kind];
  const length = readLength(await stream.read(size));
  if (length <= longestName) await stream.fill(length);
  return await readPayload(stream, length, read);
}

/** The length is what the file claims: nothing of that size is ever allocated. */
function readPayload(stream: ByteStream, length: number, read: (bytes: Buffer) => Value): Value | Promise<Value> {
  return length <= longestName ? read(stream.take(length)) : passPayload(stream, length);
}

async function passPayload(stream: ByteStream, length: number): Promise<Value> {
  if (!(await stream.skip(length))) throw new MalformedError("a value is longer than the file");
  return opaque;
}

async function readLine(stream: ByteStream): Promise<Value> {
  const line = await stream.line(longestLine);
  return line === undefined ? opaque : line.toString("utf8");
}

async function readLines(stream: ByteStream, kind: "line" | "lines"): Promise<Value> {
  const first = await readLine(stream);
  if (kind === "line") return first;
  const second = await readLine(stream);
  return typeof first === "string" && typeof second === "string" ? `${first}\n${second}` : opaque;
}

/** The argument of an opcode, without a promise where it is at hand; two lines come as one text with a newline between. */
export function readArgument(stream: ByteStream, kind: ArgumentKind): Value | Promise<Value> {
  const plain = fixed[kind];
  if (plain !== undefined) {
    return stream.buffered >= plain.size ? plain.read(stream.take(plain.size)) : stream.read(plain.size).then(plain.read);
  }
  const counted = sized[kind];
  if (counted !== undefined) return readSized(stream, counted.length, counted.read);
  return readLines(stream, kind === "line" ? "line" : "lines");
}
