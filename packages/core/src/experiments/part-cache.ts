/** What may be kept: some three curves of a million points each. */
export const keptBytes = 32 * 2 ** 20;
/** Smaller parts lie in the rows themselves, and are read as soon as named. */
export const leastBytes = 2048;

/** Packed points by the digest that names them. */
export type KeptParts = ReadonlyMap<string, Buffer>;

/**
 * Parts that were read before, so that a long curve that is asked for again, or has grown, does not travel again. Nothing in it gets old:
 * a digest names the points it is taken over. What lies in a run is for the database to say, and who may read it.
 */
export class PartCache {
  readonly #mostBytes: number;
  /** The run that was read last comes last. */
  readonly #runs = new Map<number, Map<string, Buffer>>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** What is kept of runs now; later changes do not touch it. */
  of(runKeys: readonly number[]): KeptParts {
    const kept = new Map<string, Buffer>();
    for (const runKey of runKeys) {
      const parts = this.#runs.get(runKey);
      if (!parts) continue;
      this.#runs.delete(runKey);
      this.#runs.set(runKey, parts);
      for (const [digest, points] of parts) kept.set(digest, points);
    }
    return kept;
  }

  /** Keeps a part where it has room, in the place of runs that were read longer ago. */
  keep(runKey: number, digest: string, points: Buffer): void {
    const parts = this.#runs.get(runKey) ?? new Map<string, Buffer>();
    if (points.length < leastBytes || parts.has(digest)) return;
    this.#forgetOthers(runKey, points.length);
    if (this.#bytes + points.length > this.#mostBytes) return;
    // A part that shares its memory with others would hold on to all of it.
    parts.set(digest, points.buffer.byteLength === points.length ? points : Buffer.from(new Uint8Array(points).buffer));
    this.#runs.delete(runKey);
    this.#runs.set(runKey, parts);
    this.#bytes += points.length;
  }

  #forgetOthers(runKey: number, wantedBytes: number): void {
    for (const [other, parts] of this.#runs) {
      if (this.#bytes + wantedBytes <= this.#mostBytes) return;
      if (other === runKey) continue;
      this.#runs.delete(other);
      for (const points of parts.values()) this.#bytes -= points.length;
    }
  }
}
