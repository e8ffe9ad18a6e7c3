import { Readable } from "node:stream";
import { createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { ByteStream } from "../byte-stream.ts";
import { EndingKeeper } from "../ending-keeper.ts";
import { type Ending, type FileScan, type Handler, type Part, report } from "../scan-context.ts";
import { BombError, LimitError, MalformedError } from "../scan-errors.ts";

type Codec = "zlib" | "gzip" | "deflate";

const engines = { zlib: createInflate, gzip: createGunzip, deflate: createInflateRaw } as const;

/** The compressed bytes of `source`, expanded. Once it is left, nothing reads from `source` any more. */
export async function* expanded(source: AsyncIterable<Uint8Array>, codec: Codec, scan: FileScan): AsyncGenerator<Uint8Array> {
  let taken = 0;
  let given = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      taken += chunk.length;
      yield chunk;
    }
  }
  const input = Readable.from(counted(), { highWaterMark: 1 });
  const closed = new Promise<void>((resolve) => {
    input.once("close", resolve);
  });
  const engine = engines[codec]();
  input.once("error", (error) => engine.destroy(error));
  input.pipe(engine);
  try {
    for await (const chunk of engine as AsyncIterable<Buffer>) {
      given += chunk.length;
      scan.spent.expandedBytes += chunk.length;
      checkExpansion(scan, { taken, given });
      yield chunk;
    }
  } catch (error) {
    throw isCodecError(error) ? new MalformedError(`the compressed data is damaged (${error.message})`, { cause: error }) : error;
  } finally {
    engine.destroy();
    input.destroy();
    await closed;
  }
}

const isCodecError = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");

function checkExpansion({ limits, spent }: FileScan, { taken, given }: { readonly taken: number; readonly given: number }): void {
  if (spent.expandedBytes > limits.expandedBytes) throw new BombError(`more than ${limits.expandedBytes} bytes`);
  if (given > limits.freeExpandedBytes && given > taken * limits.expansionRatio) {
    throw new BombError(`more than ${limits.expansionRatio} bytes for each byte`);
  }
}

/** A compressed file, as joblib writes them: what it expands to is a part of its own. */
const inspectExpanded =
  (codec: Codec): Handler =>
  async (part, scan) => {
    if (part.depth >= scan.limits.nesting) {
      report(part, scan, ["limit-reached", `more than ${scan.limits.nesting} archives inside one another`]);
      return codec;
    }
    const open = async (): Promise<AsyncIterable<Uint8Array>> => expanded(await part.reopen(), codec, scan);
    const stream = new ByteStream(expanded(streamOf(part.stream), codec, scan));
    const inner: Part = {
      ...innerOf(part, { name: part.name, label: "expanded" }),
      stream,
      reopen: open,
      ending: async () => endingOf(await open(), scan),
    };
    try {
      return `${codec}(${await scan.inspect(inner)})`;
    } finally {
      await stream.close();
    }
  };

export const inspectZlib = inspectExpanded("zlib");
export const inspectGzip = inspectExpanded("gzip");

async function* streamOf(stream: ByteStream): AsyncGenerator<Uint8Array> {
  for (let bytes = await stream.some(65_536); bytes !== undefined; bytes = await stream.some(65_536)) yield bytes;
}

export const innerOf = (part: Part, { name, label }: { readonly name: string; readonly label: string }) => ({
  name,
  inside: part.inside === "" ? label : `${part.inside} > ${label}`,
  depth: part.depth + 1,
  isDataExpected: part.isDataExpected,
  allowsPersistentIds: part.allowsPersistentIds,
});

/** The end of a part that has to be read again for it. */
export async function endingOf(source: AsyncIterable<Uint8Array>, { spent, limits }: FileScan): Promise<Ending> {
  spent.rereads += 1;
  if (spent.rereads > limits.rereads) throw new LimitError(`more than ${limits.rereads} archives inside`);
  const keeper = new EndingKeeper();
  for await (const chunk of source) keeper.add(chunk);
  return { bytes: keeper.bytes, sizeBytes: keeper.sizeBytes };
}
