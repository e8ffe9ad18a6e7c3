import { closeSync, copyFileSync, openSync, readSync, statSync, truncateSync } from "node:fs";

const limitBytes = 16 * 2 ** 20;
const tailBytes = 16_384;

function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Keeps one older part. The file itself stays, because the process that writes to it has it open for appending. */
export function rotate(file) {
  if (sizeOf(file) < limitBytes) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
}

/** The last lines that were written from `begin` on. */
export function lastLines(file, { begin, count }) {
  const size = sizeOf(file);
  const from = Math.max(size >= begin ? begin : 0, size - tailBytes);
  const buffer = Buffer.alloc(size - from);
  const descriptor = openSync(file, "r");
  readSync(descriptor, buffer, 0, buffer.length, from);
  closeSync(descriptor);
  return buffer.toString("utf8").trim().split("\n").slice(-count);
}

export { sizeOf };
