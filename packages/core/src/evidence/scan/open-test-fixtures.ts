import { readFileSync } from "node:fs";
import { type ScanReport, scanFiles } from "../index.ts";
import type { ScanLimits } from "./limits.ts";

const encoded = JSON.parse(readFileSync(new URL("fixtures/fixtures.json", import.meta.url), "utf8")) as Readonly<Record<string, string>>;

/** Files by their path; the folder is the verdict they deserve. */
export const fixtures: ReadonlyMap<string, Buffer> = new Map(
  Object.entries(encoded).map(([path, content]) => [path, Buffer.from(content, "base64")]),
);

export function fixture(path: string): Buffer {
  const bytes = fixtures.get(path);
  if (bytes === undefined) throw new Error(`there is no fixture ${path}`);
  return bytes;
}

/** In chunks, so that nothing relies on having the whole. */
async function* chunksOf(bytes: Buffer, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

interface ScanInput {
  readonly limits?: Partial<ScanLimits>;
  readonly chunkBytes?: number;
}

export async function scan(
  files: Readonly<Record<string, Buffer | string>>,
  { limits, chunkBytes = 4096 }: ScanInput = {},
): Promise<ScanReport> {
  async function* listed() {
    for (const [path, content] of Object.entries(files)) {
      const bytes = Buffer.from(content);
      yield { path, sizeBytes: bytes.length, open: async () => chunksOf(bytes, chunkBytes) };
    }
  }
  return await scanFiles(listed(), limits === undefined ? {} : { limits });
}

export async function scanOne(path: string, content: Buffer | string, input: ScanInput = {}): Promise<ScanReport["files"][number]> {
  const [file] = (await scan({ [path]: content }, input)).files;
  if (file === undefined) throw new Error("the scan lost its file");
  return file;
}
