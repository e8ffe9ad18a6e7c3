/** Enough for the directory of an archive with as many members as are read. */
const endingBytes = 8 * 2 ** 20;

/** Keeps the last bytes of what passes. */
export class EndingKeeper {
  #chunks: Buffer[] = [];
  #held = 0;
  sizeBytes = 0;

  add(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.sizeBytes += bytes.length;
    this.#chunks.push(bytes);
    this.#held += bytes.length;
    if (this.#held > endingBytes * 2) this.#cut();
  }

  #cut(): Buffer {
    const all = Buffer.concat(this.#chunks);
    const kept = Buffer.from(all.subarray(Math.max(0, all.length - endingBytes)));
    this.#chunks = [kept];
    this.#held = kept.length;
    return kept;
  }

  get bytes(): Buffer {
    return this.#cut();
  }
}
