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

function readChanges(reader: ByteReader, target: Float64Array): void {
  const state = new DataView(new ArrayBuffer(8));
  for (let place = 0; place < target.length; place += 1) {
    const control = reader.byte();
    if (control !== unchanged) {
      const to = Math.min(control & 0xf, 8);
      for (let index = control >> 4; index < to; index += 1) state.setUint8(index, reader.byte());
    }
    target[place] = state.getFloat64(0);
  }
}

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
