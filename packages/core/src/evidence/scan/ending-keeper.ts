/** Enough for the directory of an archive with as many members as are read. */
const endingBytes = 8 * 2 ** 20;
const firstBytes = 2 ** 16;

/** Keeps the last bytes of what passes, in a ring that grows up to its size. */
export class EndingKeeper {
  #ring = Buffer.allocUnsafe(firstBytes);
  #at = 0;
  sizeBytes = 0;

  add(chunk: Uint8Array): void {
    const kept = chunk.subarray(Math.max(0, chunk.length - endingBytes));
    this.#grow(this.sizeBytes + chunk.length);
    this.sizeBytes += chunk.length;
    const first = Math.min(kept.length, this.#ring.length - this.#at);
    this.#ring.set(kept.subarray(0, first), this.#at);
    this.#ring.set(kept.subarray(first), 0);
    this.#at = (this.#at + kept.length) % this.#ring.length;
  }

  /** Only while nothing has been written over: the ring is as long as what passed, or complete. */
  #grow(wantedBytes: number): void {
    if (wantedBytes < this.#ring.length || this.#ring.length === endingBytes) return;
    const grown = Buffer.allocUnsafe(Math.min(endingBytes, Math.max(wantedBytes + 1, this.#ring.length * 2)));
    grown.set(this.#ring.subarray(0, this.#at));
    this.#ring = grown;
  }

  get bytes(): Buffer {
    if (this.sizeBytes < this.#ring.length) return Buffer.from(this.#ring.subarray(0, this.sizeBytes));
    return Buffer.concat([this.#ring.subarray(this.#at), this.#ring.subarray(0, this.#at)]);
  }
}
