import { ByteStream, sliceOf } from "../byte-stream.ts";
import { type FileScan, type Handler, type Part, report } from "../scan-context.ts";
import { LimitError, MalformedError } from "../scan-errors.ts";
import { endingOf, innerOf } from "./expanded.ts";
import { reportMemberPath } from "./member-path.ts";

const blockBytes = 512;
const regular = new Set(["0", "\0", "7", ""]);
const links = new Set(["1", "2"]);

const textAt = (header: Buffer, start: number, end: number): string => header.toString("utf8", start, end).split("\0")[0] ?? "";

/** Numbers are octal; the high bit marks a binary one. */
function numberAt(header: Buffer, start: number, end: number): number {
  if (((header[start] ?? 0) & 0x80) !== 0) return header.readUIntBE(end - 6, 6);
  const text = textAt(header, start, end).trim();
  return text === "" ? 0 : Number.parseInt(text, 8);
}

/** A tar has no signature in its oldest form; its first header's checksum tells. */
export function isTar(head: Buffer): boolean {
  if (head.length < blockBytes) return false;
  let sum = 0;
  for (let at = 0; at < blockBytes; at += 1) sum += at >= 148 && at < 156 ? 0x20 : (head[at] ?? 0);
  return numberAt(head, 148, 156) === sum && sum > 8 * 0x20;
}

export const inspectTar: Handler = async (part, scan) => {
  if (part.depth >= scan.limits.nesting) throw new LimitError(`more than ${scan.limits.nesting} archives inside one another`);
  for (let count = 1; ; count += 1) {
    const header = Buffer.from(await part.stream.peek(blockBytes));
    if (!isTar(header)) return "tar";
    if (count > scan.limits.members) throw new LimitError(`more than ${scan.limits.members} members`);
    part.stream.take(blockBytes);
    await inspectMember(part, scan, header);
  }
};

async function inspectMember(part: Part, scan: FileScan, header: Buffer): Promise<void> {
  const sizeBytes = numberAt(header, 124, 136);
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) throw new MalformedError("a member has no length");
  const start = part.stream.position;
  const name = [textAt(header, 345, 500), textAt(header, 0, 100)].filter((piece) => piece !== "").join("/");
  reportMemberPath(part, scan, name);
  const type = header.toString("latin1", 156, 157);
  if (links.has(type)) report(part, scan, ["archive-link", name]);
  if (regular.has(type) && sizeBytes > 0) await scan.inspect(memberOf(part, scan, { name, start, sizeBytes }));
  const end = start + Math.ceil(sizeBytes / blockBytes) * blockBytes;
  await part.stream.skip(Math.max(0, end - part.stream.position));
}

interface MemberPlace {
  readonly name: string;
  readonly start: number;
  readonly sizeBytes: number;
}

function memberOf(part: Part, scan: FileScan, { name, start, sizeBytes }: MemberPlace): Part {
  async function* again(): AsyncGenerator<Uint8Array> {
    const stream = new ByteStream(await part.reopen());
    try {
      await stream.skip(start);
      yield* sliceOf(stream, sizeBytes);
    } finally {
      await stream.close();
    }
  }
  return {
    ...innerOf(part, { name, label: name }),
    // PyTorch's oldest format: storages, tensors and a pickle.
    isDataExpected: true,
    allowsPersistentIds: true,
    stream: new ByteStream(sliceOf(part.stream, sizeBytes)),
    reopen: async () => again(),
    ending: async () => await endingOf(again(), scan),
  };
}
