import { bytesOfColumns, type PointColumns } from "./point-list.ts";

/** What may be kept. A million points take 8 megabytes where steps and times are regular, 24 where neither is. */
export const keptBytes = 48 * 2 ** 20;
/** Parts whose packed points take less lie in the rows themselves, and are read as soon as named. */
export const leastBytes = 2048;

/** The points of one key. */
export interface KeyColumns {
  readonly keyId: number;
  readonly columns: PointColumns;
}

/** Points by the digest that names them. */
export type KeptParts = ReadonlyMap<string, KeyColumns>;

/**
 * Parts that were read before, so that a long curve that is asked for again, or has grown, neither travels nor is decoded again. Nothing in it gets old:
 * a digest names the points it is taken over. What lies in a run is for the database to say, and who may read it.
 */
export class PartCache {
  readonly #mostBytes: number;
  /** The run that was read last comes last. */
  readonly #runs = new Map<number, Map<string, KeyColumns>>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** What is kept of runs now; later changes do not touch it. */
  of(runKeys: readonly number[]): KeptParts {
    const kept = new Map<string, KeyColumns>();
    for (const runKey of runKeys) {
      const parts = this.#runs.get(runKey);
      if (!parts) continue;
      this.#runs.delete(runKey);
      this.#runs.set(runKey, parts);
      for (const [digest, part] of parts) kept.set(digest, part);
    }
    return kept;
  }

  /** Keeps a part where it has room, in the place of runs that were read longer ago. */
  keep(runKey: number, digest: string, part: KeyColumns): void {
    const parts = this.#runs.get(runKey) ?? new Map<string, KeyColumns>();
    const bytes = bytesOfColumns(part.columns);
    if (parts.has(digest)) return;
    this.#forgetOthers(runKey, bytes);
    if (this.#bytes + bytes > this.#mostBytes) return;
    parts.set(digest, part);
    this.#runs.delete(runKey);
    this.#runs.set(runKey, parts);
    this.#bytes += bytes;
  }

  #forgetOthers(runKey: number, wantedBytes: number): void {
    for (const [other, parts] of this.#runs) {
      if (this.#bytes + wantedBytes <= this.#mostBytes) return;
      if (other === runKey) continue;
      this.#runs.delete(other);
      for (const { columns } of parts.values()) this.#bytes -= bytesOfColumns(columns);
    }
  }
}
