import { type ByteReader, ByteWriter } from "./byte-buffer.ts";

/**
 * Whole float64 for what uses all bits; float32 for what frameworks computed in single precision;
 * bytes that differ from the value before, for counts, rates and other short numbers.
 */
const layouts = { float64: 0, float32: 1, changes: 2 } as const;

const bits = new DataView(new ArrayBuffer(8));
/** In place of a control byte: the value is the one before. */
const unchanged = 0xff;

function isSingle(values: readonly number[]): boolean {
  return values.every((value) => Number.isNaN(value) || Math.fround(value) === value);
}

/** Big endian, so that sign and exponent come first and short numbers end in zero bytes. */
function toBytes(value: number, bytes: Uint8Array): void {
  if (Number.isNaN(value)) bits.setUint32(0, 0x7ff8_0000);
  else bits.setFloat64(0, value + 0);
  if (Number.isNaN(value)) bits.setUint32(4, 0);
  for (let index = 0; index < 8; index += 1) bytes[index] = bits.getUint8(index);
}

const scratch = new ByteWriter(4096);
const before = new Uint8Array(8);
const current = new Uint8Array(8);

/** Valid until the next call. */
function changes(values: readonly number[]): Uint8Array {
  scratch.restart();
  before.fill(0);
  for (const value of values) {
    toBytes(value, current);
    let from = 0;
    let to = 8;
    while (from < 8 && current[from] === before[from]) from += 1;
    while (to > from && current[to - 1] === before[to - 1]) to -= 1;
    scratch.byte(from === 8 ? unchanged : (from << 4) | to);
    for (let index = from; index < to; index += 1) scratch.byte(current[index] ?? 0);
    before.set(current);
  }
  return scratch.peek();
}

export function writeValues(writer: ByteWriter, values: readonly number[]): void {
  const single = isSingle(values);
  const whole = values.length * (single ? 4 : 8);
  // One value has nothing before it to differ from.
  const changed = values.length > 1 ? changes(values) : undefined;
  if (changed && changed.length < whole) {
    writer.byte(layouts.changes);
    writer.bytes(changed);
  } else if (single) {
    writer.byte(layouts.float32);
    for (const value of values) writer.float32(value);
  } else {
    writer.byte(layouts.float64);
    for (const value of values) writer.float64(value);
  }
}

/** What a control byte announces: which bits of a float64's high and low word follow, and in how many bytes. */
const announced = { high: new Int32Array(256), low: new Int32Array(256), bytes: new Uint8Array(256) };
for (let control = 0; control < unchanged; control += 1) {
  for (let index = control >> 4; index < Math.min(control & 0xf, 8); index += 1) {
    const words = index < 4 ? announced.high : announced.low;
    words[control] = (words[control] ?? 0) | (0xff << (24 - (index % 4) * 8));
    announced.bytes[control] = (announced.bytes[control] ?? 0) + 1;
  }
}
/** Which of a float64's two words in memory is the high one. */
const highWord = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Each point of a curve passes here, hence whole words: the eight bytes are taken among which those that are announced lie in their places. */
function readChanges(reader: ByteReader, target: Float64Array): void {
  const bytes = reader.rest();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Int32Array(target.buffer, target.byteOffset, target.length * 2);
  let at = 0;
  let high = 0;
  let low = 0;
  for (let place = 0; place < words.length; place += 2) {
    const control = bytes[at] ?? unchanged;
    const from = at + 1 - (control >> 4);
    const isInside = from >= 0 && from + 8 <= bytes.length;
    const maskHigh = announced.high[control] ?? 0;
    const maskLow = announced.low[control] ?? 0;
    high = (high & ~maskHigh) | ((isInside ? view.getInt32(from) : wordAt(bytes, from)) & maskHigh);
    low = (low & ~maskLow) | ((isInside ? view.getInt32(from + 4) : wordAt(bytes, from + 4)) & maskLow);
    words[place + highWord] = high;
    words[place + 1 - highWord] = low;
    at += 1 + (announced.bytes[control] ?? 0);
  }
  reader.skip(at);
}

/** Four bytes, those outside as zeros. */
const wordAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);

export function readValues(reader: ByteReader, count: number): number[] {
  const values = new Float64Array(count);
  readValuesInto(reader, values);
  return Array.from(values);
}

/** As `readValues`, into a list. */
export function readValuesInto(reader: ByteReader, target: Float64Array): void {
  const layout = reader.byte();
  if (layout === layouts.float64) reader.floats(target, 8);
  else if (layout === layouts.float32) reader.floats(target, 4);
  else if (layout === layouts.changes) readChanges(reader, target);
  else throw new RangeError(`the metric block has an unknown value layout ${layout}`);
}
