import { StorageError } from "#src/storage-error.ts";

const firstBytes = 8 * 2 ** 20;
const partsOfOneSize = 2_000;
/** S3 takes no more. */
const maxParts = 10_000;

/** How large the part of this number (from 0) is: 8 MiB up to 16 GiB, then twice as much after every 2,000, so that 10,000 hold 484 GiB. */
export function partBytes(index: number): number {
  return firstBytes * 2 ** Math.floor(index / partsOfOneSize);
}

/** Gathers chunks into parts; the last one is what is left. */
export async function* partsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let gathered: Uint8Array[] = [];
  let bytes = 0;
  let index = 0;
  for await (const chunk of chunks) {
    let from = 0;
    while (from < chunk.length) {
      const room = partBytes(index) - bytes;
      const taken = chunk.subarray(from, from + room);
      gathered.push(taken);
      bytes += taken.length;
      from += taken.length;
      if (bytes < partBytes(index)) continue;
      yield Buffer.concat(gathered);
      gathered = [];
      bytes = 0;
      index += 1;
      if (index >= maxParts) throw new StorageError("too-large", "a blob may hold at most 484 GiB in S3");
    }
  }
  if (bytes > 0) yield Buffer.concat(gathered);
  return undefined;
}
