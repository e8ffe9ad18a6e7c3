import { compressFrame, type LogFrame, openFrame } from "./log-frame.ts";

/** Frames are about so large before they are compressed: what a page has to decompress at least. */
const frameBytes = 262_144;
/** A segment ends once it holds so much, compressed or not. */
const segmentBytes = 1_048_576;
const segmentOpenBytes = 33_554_432;

/** Frames one after the other, with where each begins and how many lines it holds. */
export interface BuiltSegment {
  readonly content: readonly Buffer[];
  readonly frames: readonly number[];
  readonly lines: number;
  readonly sizeBytes: number;
}

/** Joins chunks into frames, and frames into one segment. Small ones are compressed together; large ones stay as they are. */
export function createSegmentBuilder() {
  const content: Buffer[] = [];
  const frames: number[] = [];
  let [offset, lines, sizeBytes] = [0, 0, 0];
  let pending: Buffer[] = [];
  let [pendingBytes, pendingLines] = [0, 0];

  const put = (frame: Buffer, lineCount: number): void => {
    frames.push(offset, lineCount);
    content.push(frame);
    offset += frame.length;
  };
  const flush = async (): Promise<void> => {
    if (pendingLines === 0) return;
    put(await compressFrame(Buffer.concat(pending)), pendingLines);
    pending = [];
    [pendingBytes, pendingLines] = [0, 0];
  };
  return {
    /** Chunks come in the order of their lines. */
    async add(chunk: LogFrame): Promise<void> {
      lines += chunk.lines;
      sizeBytes += chunk.sizeBytes;
      if (chunk.sizeBytes >= frameBytes / 2) {
        await flush();
        return put(chunk.content, chunk.lines);
      }
      const encoded = await openFrame(chunk.content);
      pending.push(encoded);
      pendingBytes += encoded.length;
      pendingLines += chunk.lines;
      if (pendingBytes >= frameBytes) await flush();
    },
    isFull: (): boolean => offset + pendingBytes >= segmentBytes || sizeBytes >= segmentOpenBytes,
    async finish(): Promise<BuiltSegment> {
      await flush();
      return { content, frames, lines, sizeBytes };
    },
  };
}
