import type { Readable } from "node:stream";
import type { ProcessSpec } from "../process-spec.ts";

/** A spec on its way through the pipe; bytes of files are base64 there. */
export interface Order extends Omit<ProcessSpec, "files"> {
  readonly files: readonly { readonly path: string; readonly base64: string; readonly isExecutable: boolean }[];
  readonly path: string;
  readonly language: string;
  readonly platformTemporary: string;
}

export function formatOrder(spec: ProcessSpec, starter: Pick<Order, "path" | "language" | "platformTemporary">): string {
  const files = (spec.files ?? []).map(({ path, content, isExecutable = false }) => ({
    path,
    base64: Buffer.from(content as Uint8Array).toString("base64"),
    isExecutable,
  }));
  return JSON.stringify({ ...spec, ...starter, files });
}

/** Throws for a text that was cut: then whoever wrote it is gone, and nobody counts on the program. */
export async function readOrder(input: Readable): Promise<Order> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Order;
}
