import { expect, it } from "vitest";
import { EndingKeeper } from "./ending-keeper.ts";

const kept = 8 * 2 ** 20;
const numbered = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff));

it.each([0, 1, 65_535, 65_536, 65_537, kept - 1, kept, kept + 1, kept * 2 + 12_345])("keeps the end of %i bytes", (length) => {
  const whole = numbered(length);
  for (const chunkBytes of [length + 1, 60_001]) {
    const keeper = new EndingKeeper();
    for (let at = 0; at < length; at += chunkBytes) keeper.add(whole.subarray(at, at + chunkBytes));
    expect(keeper.sizeBytes).toBe(length);
    expect(keeper.bytes.equals(whole.subarray(Math.max(0, length - kept)))).toBe(true);
  }
});
