import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { expect } from "vitest";
import type { BlobStore } from "#src/blob-store.ts";

export const mebibyte = 2 ** 20;

export function bytesOf(...parts: (string | Uint8Array)[]): Readable {
  return Readable.from(parts.map((part) => Buffer.from(part)));
}

export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The error of a promise that must not be fulfilled; never rejects itself, so it can be awaited late. */
export function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** Sends one chunk, then nothing, like a client that lost power. */
export function stalling(sizeBytes = mebibyte): Readable {
  const source = new Readable({ read: () => undefined });
  source.push(Buffer.alloc(sizeBytes));
  return source;
}

export async function expectNothing(store: BlobStore, key: string): Promise<void> {
  expect(await store.stat(key)).toBeUndefined();
  // Whatever is left of an upload would be swept here.
  expect(await store.sweep(0)).toBe(0);
}
