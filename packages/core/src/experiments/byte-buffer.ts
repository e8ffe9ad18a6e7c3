import { differenceOf, type Int64, sumOf } from "./metric-point.ts";

const word = 2 ** 32;
/** Zigzag doubles a number; up to here the result is still exact. */
const zigzagSafe = 2 ** 52;
/** Seven groups of seven bits fit a safe integer. */
const plainGroups = 7;

/** A writer that is kept does not hold on to more than this. */
const keptCapacity = 2 ** 20;

/** Grows as it is written; little endian. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Forgets what was written: one writer serves many blocks, because allocating one costs more than a point. */
  restart(): this {
    if (this.#bytes.length > keptCapacity) {
      this.#bytes = new Uint8Array(keptCapacity);
      this.#view = new DataView(this.#bytes.buffer);
    }
    this.length = 0;
    return this;
  }

  #reserve(extra: number): void {
    if (this.length + extra <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + extra));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.length] = value;
    this.length += 1;
  }

  /** Four bytes, the greatest first, as PostgreSQL's `int4send` writes them. */
  int32(value: number): void {
    this.#reserve(4);
    this.#view.setInt32(this.length, value);
    this.length += 4;
  }

  bytes(source: Uint8Array): void {
    this.#reserve(source.length);
    this.#bytes.set(source, this.length);
    this.length += source.length;
  }

  /** A whole number from 0 to 2^53. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.length] = (rest % 0x80) | 0x80;
      this.length += 1;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.length] = rest;
    this.length += 1;
  }

  /** The difference of two int64, zigzag. */
  difference(to: Int64, from: Int64): void {
    const delta = differenceOf(to, from);
    if (typeof delta === "number" && delta > -zigzagSafe && delta < zigzagSafe) {
      this.varint(delta < 0 ? -delta * 2 - 1 : delta * 2);
    } else {
      this.#bigVarint(BigInt(delta));
    }
  }

  #bigVarint(delta: bigint): void {
    this.#reserve(10);
    let rest = delta < 0n ? -delta * 2n - 1n : delta * 2n;
    while (rest >= 0x80n) {
      this.#bytes[this.length] = Number(rest & 0x7fn) | 0x80;
      this.length += 1;
      rest >>= 7n;
    }
    this.#bytes[this.length] = Number(rest);
    this.length += 1;
  }

  int64(value: Int64): void {
    this.#reserve(8);
    if (typeof value === "bigint") {
      this.#view.setBigInt64(this.length, value, true);
    } else {
      this.#view.setInt32(this.length, value | 0, true);
      this.#view.setInt32(this.length + 4, Math.floor(value / word), true);
    }
    this.length += 8;
  }

  /** Every NaN is written with the same bits, every zero as +0. */
  float64(value: number): void {
    this.#reserve(8);
    if (Number.isNaN(value)) {
      this.#view.setUint32(this.length, 0, true);
      this.#view.setUint32(this.length + 4, 0x7ff8_0000, true);
    } else {
      this.#view.setFloat64(this.length, value + 0, true);
    }
    this.length += 8;
  }

  float32(value: number): void {
    this.#reserve(4);
    if (Number.isNaN(value)) this.#view.setUint32(this.length, 0x7fc0_0000, true);
    else this.#view.setFloat32(this.length, value + 0, true);
    this.length += 4;
  }

  /** A copy of what was written. */
  finish(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.length));
  }

  /** What was written, valid until the next write. */
  peek(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}

/** Throws RangeError instead of reading past the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new RangeError("the metric block ends too early");
    this.#at += 1;
    return value;
  }

  varint(): number {
    const value = this.#unsigned();
    if (typeof value === "bigint") throw new RangeError("the metric block holds a number that is too large");
    return value;
  }

  #unsigned(): number | bigint {
    const start = this.#at;
    let value = 0;
    let scale = 1;
    for (let group = 0; group < plainGroups; group += 1) {
      const next = this.byte();
      if (next < 0x80) return value + next * scale;
      value += (next - 0x80) * scale;
      scale *= 0x80;
    }
    this.#at = start;
    return this.#bigUnsigned();
  }

  #bigUnsigned(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const next = this.byte();
      value |= BigInt(next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
    throw new RangeError("the metric block holds a number that is too long");
  }

  /** `from` plus the zigzag difference that follows. */
  next(from: Int64): Int64 {
    const coded = this.#unsigned();
    if (typeof coded === "number") {
      return sumOf(from, coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2);
    }
    return sumOf(from, coded & 1n ? -((coded + 1n) >> 1n) : coded >> 1n);
  }

  /** Passes over what is of no interest. */
  skip(bytes: number): void {
    if (bytes > this.left) throw new RangeError("the metric block ends too early");
    this.#at += bytes;
  }

  /** Four bytes, the greatest first, as PostgreSQL's `int4send` writes them. */
  int32(): number {
    this.#at += 4;
    return this.#view.getInt32(this.#at - 4);
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }

  /** Adds up as many differences as the target has room for; false where one of the sums is no safe integer. Most take one byte or two. */
  sums(target: Float64Array): boolean {
    let sum = 0;
    for (let index = 0; index < target.length; index += 1) {
      const first = this.#bytes[this.#at] ?? 0x80;
      const second = this.#bytes[this.#at + 1] ?? 0x80;
      const coded = first < 0x80 || second < 0x80 ? this.#short(first, second) : this.#unsigned();
      if (typeof coded !== "number") return false;
      sum += coded & 1 ? -(coded + 1) / 2 : coded / 2;
      if (!Number.isSafeInteger(sum)) return false;
      target[index] = sum;
    }
    return true;
  }

  #short(first: number, second: number): number {
    this.#at += first < 0x80 ? 1 : 2;
    return first < 0x80 ? first : (first & 0x7f) | (second << 7);
  }

  /** As many float64 or float32 as the target has room for. */
  floats(target: Float64Array, bytesOfEach: 4 | 8): void {
    if (target.length * bytesOfEach > this.left) throw new RangeError("the metric block ends too early");
    let at = this.#at;
    if (bytesOfEach === 8) for (let index = 0; index < target.length; index += 1, at += 8) target[index] = this.#view.getFloat64(at, true);
    else for (let index = 0; index < target.length; index += 1, at += 4) target[index] = this.#view.getFloat32(at, true);
    this.#at = at;
  }

  float64(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  float32(): number {
    this.#at += 4;
    return this.#view.getFloat32(this.#at - 4, true);
  }
}
