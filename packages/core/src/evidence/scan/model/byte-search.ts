import type { ByteStream } from "../byte-stream.ts";

const blockBytes = 65_536;

/** Which of the texts stand anywhere in the rest of a stream. */
export async function findTexts(stream: ByteStream, texts: readonly string[]): Promise<string[]> {
  const left = new Map(texts.map((text) => [text, Buffer.from(text, "latin1")]));
  const overlap = Math.max(0, ...texts.map((text) => text.length)) - 1;
  const found: string[] = [];
  let carried: Buffer = Buffer.alloc(0);
  for (let bytes = await stream.some(blockBytes); bytes !== undefined && left.size > 0; bytes = await stream.some(blockBytes)) {
    const window = Buffer.concat([carried, bytes]);
    for (const [text, wanted] of left) {
      if (window.includes(wanted) && left.delete(text)) found.push(text);
    }
    carried = Buffer.from(window.subarray(Math.max(0, window.length - overlap)));
  }
  return found;
}
