import { ByteStream, sliceOf } from "../byte-stream.ts";
import { scanKerasConfig } from "../model/keras.ts";
import { scanSkopsSchema } from "../model/skops.ts";
import { type FileScan, type Handler, type Part, report } from "../scan-context.ts";
import { LimitError, MalformedError } from "../scan-errors.ts";
import { endingOf, expanded, innerOf } from "./expanded.ts";
import { reportMemberPath } from "./member-path.ts";
import { readDirectory, type ZipEntry } from "./zip-directory.ts";

const localSignature = 0x04034b50;
const localSize = 30;
const stored = 0;
const deflated = 8;

/** What kind of archive the names of its members make it. */
function kindOf(names: ReadonlySet<string>): string {
  const all = [...names];
  if (names.has("schema.json")) return "skops";
  if (names.has("config.json") && names.has("metadata.json")) return "keras";
  if (all.some((name) => /(^|\/)constants\.pkl$/.test(name))) return "torchscript";
  if (all.some((name) => /(^|\/)data\.pkl$/.test(name))) return "torch";
  return all.length > 0 && all.every((name) => name.endsWith(".npy")) ? "npz" : "zip";
}

/** Some members are told by their place in such an archive, before their content is asked. */
async function scanDocument(kind: string, part: Part, scan: FileScan): Promise<void> {
  if (kind === "skops" && part.name === "schema.json") await scanSkopsSchema(part, scan);
  if (kind === "keras" && part.name === "config.json") await scanKerasConfig(part, scan);
}

export const inspectZip: Handler = async (part, scan) => {
  if (part.depth >= scan.limits.nesting) throw new LimitError(`more than ${scan.limits.nesting} archives inside one another`);
  const entries = readDirectory(await part.ending(), scan.limits.members);
  const kind = kindOf(new Set(entries.map(({ name }) => name)));
  const stream = new ByteStream(await part.reopen());
  try {
    for (const entry of entries) {
      if (entry.offset < stream.position) report(part, scan, ["archive-overlap", entry.name]);
      else await tryEntry({ part, scan, stream }, { entry, kind });
    }
  } finally {
    await stream.close();
  }
  return kind;
};

interface Place {
  readonly part: Part;
  readonly scan: FileScan;
  readonly stream: ByteStream;
}

interface Member {
  readonly entry: ZipEntry;
  readonly kind: string;
}

/** A damaged member does not keep the others from being looked into: loaders read the one they want. */
async function tryEntry(place: Place, member: Member): Promise<void> {
  try {
    await inspectEntry(place, member);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    report(place.part, place.scan, ["malformed", error.message]);
  }
}

async function inspectEntry({ part, scan, stream }: Place, { entry, kind }: Member): Promise<void> {
  reportMemberPath(part, scan, entry.name);
  await stream.skip(entry.offset - stream.position);
  await passLocalHeader({ part, scan, stream }, entry);
  const start = stream.position;
  const unread = unreadRule(entry);
  if (unread !== undefined) report(part, scan, [unread, entry.name]);
  else if (entry.compressedBytes > 0) await inspectMember({ part, scan, stream }, { entry, kind });
  await stream.skip(Math.max(0, start + entry.compressedBytes - stream.position));
}

function unreadRule({ isEncrypted, method }: ZipEntry): "encrypted-unread" | "compression-unread" | undefined {
  if (isEncrypted) return "encrypted-unread";
  return method === stored || method === deflated ? undefined : "compression-unread";
}

/** Loaders believe either the directory or the member: where they disagree, one of them is shown something else. */
async function passLocalHeader({ part, scan, stream }: Place, entry: ZipEntry): Promise<void> {
  const header = Buffer.from(await stream.read(localSize));
  if (header.readUInt32LE(0) !== localSignature) throw new MalformedError(`there is no member where ${entry.name} should be`);
  const name = (await stream.read(header.readUInt16LE(26))).toString("utf8");
  if (name !== entry.name) report(part, scan, ["archive-mismatch", `${entry.name} is called ${name}`]);
  if (header.readUInt16LE(8) !== entry.method) report(part, scan, ["archive-mismatch", `${entry.name} is compressed in two ways`]);
  if (entry.method === stored && entry.compressedBytes !== entry.sizeBytes) {
    report(part, scan, ["archive-mismatch", `${entry.name} has two lengths`]);
  }
  await stream.skip(header.readUInt16LE(28));
}

async function inspectMember({ part, scan, stream }: Place, { entry, kind }: Member): Promise<void> {
  const decoded = (bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
    entry.method === deflated ? expanded(bytes, "deflate", scan) : bytes;
  const reopen = async (): Promise<AsyncIterable<Uint8Array>> => decoded(memberAgain(part, entry));
  const inner: Part = {
    ...innerOf(part, { name: entry.name, label: entry.name }),
    isDataExpected: part.isDataExpected || kind === "torch" || kind === "torchscript" || kind === "keras",
    allowsPersistentIds: kind === "torch" || kind === "torchscript",
    stream: new ByteStream(decoded(sliceOf(stream, entry.compressedBytes))),
    reopen,
    ending: async () => await endingOf(await reopen(), scan),
  };
  try {
    await scanDocument(kind, inner, scan);
    await scan.inspect(inner);
  } finally {
    await inner.stream.close();
  }
}

/** A member from its start once more, for an archive inside this one. */
async function* memberAgain(part: Part, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const stream = new ByteStream(await part.reopen());
  try {
    await stream.skip(entry.offset);
    const header = Buffer.from(await stream.read(localSize));
    await stream.skip(header.readUInt16LE(26) + header.readUInt16LE(28));
    yield* sliceOf(stream, entry.compressedBytes);
  } finally {
    await stream.close();
  }
}
