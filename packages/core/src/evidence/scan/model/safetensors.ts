import { type FileScan, type Handler, type Part, report } from "../scan-context.ts";
import { LimitError, MalformedError } from "../scan-errors.ts";
import { isObject, parseJson } from "./json-document.ts";

const lengthBytes = 8;
/** What the format itself allows. */
const longestHeader = 100_000_000;

const bits: Readonly<Record<string, number>> = {
  BOOL: 8,
  U8: 8,
  I8: 8,
  F8_E4M3: 8,
  F8_E5M2: 8,
  F8_E8M0: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  I64: 64,
  U64: 64,
  F64: 64,
  C64: 64,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
};

interface Tensor {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export function isSafetensors(head: Buffer): boolean {
  if (head.length < lengthBytes + 2 || head[lengthBytes] !== 0x7b) return false;
  return head.readBigUInt64LE(0) <= BigInt(longestHeader) && head.readBigUInt64LE(0) >= 2n;
}

const isNatural = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

function readTensor(name: string, described: unknown): Tensor {
  const { dtype, shape, data_offsets: offsets } = isObject(described) ? described : {};
  if (!Array.isArray(shape) || !shape.every(isNatural)) throw new MalformedError(`${name} has no shape`);
  const [from, to] = Array.isArray(offsets) ? (offsets as unknown[]) : [];
  if (!isNatural(from) || !isNatural(to) || from > to) throw new MalformedError(`${name} has no place`);
  const size = typeof dtype === "string" && Object.hasOwn(bits, dtype) ? bits[dtype] : undefined;
  if (size === undefined) throw new MalformedError(`${name} has no known type`);
  const wanted = (shape.reduce((product, length) => product * length, 1) * size) / 8;
  if (wanted !== to - from) throw new MalformedError(`${name} takes ${to - from} bytes where its shape needs ${wanted}`);
  return { name, from, to };
}

/** The tensors have to cover the data without a gap: nothing else may hide there. */
function checkPlaces(tensors: readonly Tensor[], dataBytes: number): void {
  let end = 0;
  for (const { name, from, to } of [...tensors].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from < end) throw new MalformedError(`${name} overlaps another tensor`);
    if (from > end) throw new MalformedError(`there is a gap before ${name}`);
    end = to;
  }
  if (end !== dataBytes) throw new MalformedError(`the tensors end at ${end} of ${dataBytes} bytes`);
}

async function checkHeader({ stream, ending }: Part, { limits }: FileScan): Promise<void> {
  const length = Number((await stream.read(lengthBytes)).readBigUInt64LE(0));
  if (length > limits.documentBytes) throw new LimitError(`a header of ${length} bytes`);
  const header = parseJson(Buffer.from(await stream.read(length)));
  if (!isObject(header)) throw new MalformedError("the header is not an object");
  const { __metadata__: metadata, ...tensors } = header;
  if (metadata !== undefined && !(isObject(metadata) && Object.values(metadata).every((value) => typeof value === "string"))) {
    throw new MalformedError("the metadata are not texts");
  }
  const places = Object.entries(tensors).map(([name, described]) => readTensor(name, described));
  checkPlaces(places, (await ending()).sizeBytes - lengthBytes - length);
}

export const scanSafetensors: Handler = async (part, scan) => {
  try {
    await checkHeader(part, scan);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    report(part, scan, ["safetensors-header", error.message]);
  }
  return "safetensors";
};
