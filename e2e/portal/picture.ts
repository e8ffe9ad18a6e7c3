import { crc32, deflateSync } from "node:zlib";

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A PNG of grey squares, such as a confusion matrix: one row of shades (0 to 255) for each row of squares. */
export function matrixPicture(shades: readonly (readonly number[])[], squarePixels = 80): Uint8Array<ArrayBuffer> {
  const width = (shades[0]?.length ?? 0) * squarePixels;
  const lines = shades.flatMap((row) => {
    const line = Buffer.from([0, ...row.flatMap((shade) => new Array<number>(squarePixels).fill(shade))]);
    return new Array<Buffer>(squarePixels).fill(line);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(lines.length, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.concat(lines))), chunk("IEND", Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}
