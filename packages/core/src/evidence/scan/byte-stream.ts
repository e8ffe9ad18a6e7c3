import { MalformedError } from "./scan-errors.ts";

const newline = 0x0a;

/** Reads forward through chunks and holds no more than the present chunk and what `fill` was asked for. */
export class ByteStream {
  readonly #source: AsyncIterator<Uint8Array>;
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  #chunkStart = 0;
  #hasEnded = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  get position(): number {
    return this.#chunkStart + this.#at;
  }

  get buffered(): number {
    return this.#chunk.length - this.#at;
  }

  async #nextChunk(): Promise<Buffer | undefined> {
    while (!this.#hasEnded) {
      const { done, value } = await this.#source.next();
      if (done === true) this.#hasEnded = true;
      else if (value.length > 0) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
    return undefined;
  }

  /** Whether `count` bytes are at hand; reads on as far as it takes. */
  async fill(count: number): Promise<boolean> {
    if (this.buffered >= count) return true;
    const parts = this.buffered === 0 ? [] : [this.#chunk.subarray(this.#at)];
    let held = this.buffered;
    while (held < count) {
      const next = await this.#nextChunk();
      if (next === undefined) break;
      parts.push(next);
      held += next.length;
    }
    this.#chunkStart += this.#at;
    this.#at = 0;
    this.#chunk = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, held);
    return held >= count;
  }

  async isAtEnd(): Promise<boolean> {
    return this.buffered === 0 && !(await this.fill(1));
  }

  /** Only after `fill`: the bytes stay valid until the next read. */
  take(count: number): Buffer {
    if (this.buffered < count) throw new MalformedError("it ends too early");
    this.#at += count;
    return this.#chunk.subarray(this.#at - count, this.#at);
  }

  async read(count: number): Promise<Buffer> {
    await this.fill(count);
    return this.take(count);
  }

  byte(): number {
    const value = this.#chunk[this.#at];
    if (value === undefined) throw new MalformedError("it ends too early");
    this.#at += 1;
    return value;
  }

  /** Up to `count` bytes, which the next read gives again. */
  async peek(count: number): Promise<Buffer> {
    await this.fill(count);
    return this.#chunk.subarray(this.#at, this.#at + count);
  }

  /** The next bytes at hand, at most `count`; undefined at the end. */
  async some(count: number): Promise<Buffer | undefined> {
    if (await this.isAtEnd()) return undefined;
    return this.take(Math.min(count, this.buffered));
  }

  /** Passes over `count` bytes, however many; false where the stream ends before. */
  async skip(count: number): Promise<boolean> {
    let left = count;
    while (left > 0) {
      const bytes = await this.some(left);
      if (bytes === undefined) return false;
      left -= bytes.length;
    }
    return true;
  }

  /** A line without its end; undefined where it is longer than `longest`, which passes over it all the same. */
  async line(longest: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    let length = 0;
    while (true) {
      if (await this.isAtEnd()) throw new MalformedError("it ends within a line");
      const end = this.#chunk.indexOf(newline, this.#at);
      const bytes = this.take((end === -1 ? this.#chunk.length : end) - this.#at);
      length += bytes.length;
      if (length <= longest) parts.push(Buffer.from(bytes));
      if (end === -1) continue;
      this.#at += 1;
      return length <= longest ? Buffer.concat(parts) : undefined;
    }
  }

  async drain(): Promise<void> {
    while (!(await this.isAtEnd())) this.#at = this.#chunk.length;
  }

  async close(): Promise<void> {
    this.#hasEnded = true;
    await this.#source.return?.();
  }
}

export async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The next `count` bytes of a stream, as a stream; what its reader leaves over stays with the outer one. */
export async function* sliceOf(stream: ByteStream, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  while (left > 0) {
    const bytes = await stream.some(left);
    if (bytes === undefined) return;
    left -= bytes.length;
    yield bytes;
  }
}
