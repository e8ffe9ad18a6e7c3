import { hash } from "node:crypto";

const words = 4;
const wordBytes = 4;

/** A checksum of a collection in whatever order: the sum of the SHA-256 of its members, 128 bits of each, word by word. */
export class DigestSum {
  count = 0;
  readonly #sum = new Uint32Array(words);

  add(member: string): void {
    this.#addBytes(hash("sha256", member, "buffer"));
    this.count++;
  }

  /** Takes in a whole collection. */
  addSum(bytes: Buffer, count: number): void {
    this.#addBytes(bytes);
    this.count += count;
  }

  get bytes(): Buffer {
    const bytes = Buffer.alloc(words * wordBytes);
    for (const [index, word] of this.#sum.entries()) bytes.writeUInt32BE(word, index * wordBytes);
    return bytes;
  }

  #addBytes(bytes: Buffer): void {
    for (let index = 0; index < words; index++) this.#sum[index] = (this.#sum[index] ?? 0) + bytes.readUInt32BE(index * wordBytes);
  }
}

/** The text of a point that a checksum is made of; integers beyond 2^53 count as the nearest float64. */
export const pointText = (
  key: string,
  { step, timestamp, value }: { step: number | bigint; timestamp: number | bigint; value: number },
): string => `${key}\n${Number(step)}\n${Number(timestamp)}\n${value}`;
