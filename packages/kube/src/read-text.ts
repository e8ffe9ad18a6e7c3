import { ClusterError } from "./cluster-error.ts";

/** A whole body, unless it is too long. */
export async function readText(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The lines of a body as they arrive, without their ends; what follows the last one is thrown away. */
export async function* readLines(body: AsyncIterable<Buffer>, maxBytes: number): AsyncIterable<string> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, end)]).toString("utf8");
      parts = [];
      size = 0;
      from = end + 1;
    }
    parts.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > maxBytes) throw tooLarge(maxBytes);
  }
}

const newline = 0x0a;
const tooLarge = (maxBytes: number): ClusterError =>
  new ClusterError(`The cluster's answer has more than ${Math.round(maxBytes / 2 ** 20)} MiB.`, { kind: "too-large" });
