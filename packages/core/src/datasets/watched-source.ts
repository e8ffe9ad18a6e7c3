import { Readable } from "node:stream";
import { AppError } from "../kernel/index.ts";
import { magicBytes } from "./table-file.ts";

/** A source whose first bytes were looked at before it is read, and whose last ones are known after. */
export interface WatchedSource {
  readonly head: Uint8Array;
  /** All of it, the head included. */
  readonly source: AsyncIterable<Uint8Array>;
  readonly tail: () => Uint8Array;
}

/** Waits for the first bytes. A stream that is then not read on stays open: a server still has to answer on its connection. */
export async function watchSource(given: AsyncIterable<Uint8Array>): Promise<WatchedSource> {
  const chunks = given instanceof Readable ? given.iterator({ destroyOnReturn: false }) : given[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  let tail: Uint8Array = new Uint8Array();
  try {
    while (head.length < magicBytes) {
      const { done, value } = await chunks.next();
      if (done) break;
      head = Buffer.concat([head, value as Uint8Array]);
    }
  } catch (error) {
    throw cut(error);
  }
  const watch = (chunk: Uint8Array): Uint8Array => {
    tail = chunk.length >= magicBytes ? chunk.slice(-magicBytes) : Buffer.concat([tail, chunk]).subarray(-magicBytes);
    return chunk;
  };
  const source = async function* (): AsyncGenerator<Uint8Array> {
    yield watch(head);
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield watch(next.value as Uint8Array);
  };
  return { head, source: source(), tail: () => tail };
}

const cut = (cause: unknown): AppError =>
  new AppError("invalid", "The upload ended before all of it arrived. Nothing was stored; send it again.", {
    cause,
    params: { reason: "upload-cut" },
  });
