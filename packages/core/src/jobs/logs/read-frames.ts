import { openHeldBlob } from "../../artifacts/index.ts";
import { type Deps, systemActor, transact } from "../../kernel/index.ts";
import { listParts, listPartsBefore, type PartRow } from "../store/log-parts.ts";
import type { AttemptKey } from "../store/log-reports.ts";
import { openFrame } from "./log-frame.ts";

export interface Log extends AttemptKey {
  readonly workspaceId: number;
}

/** Encoded lines that follow each other, each with its end. */
export interface OpenedFrame {
  readonly firstLine: number;
  readonly lines: number;
  readonly encoded: Buffer;
}

/** Few: a chunk may hold 256 KiB. */
const partsAtOnce = 8;
const scopeOf = ({ workspaceId }: Log) => ({ role: "app", workspaceId, actorId: systemActor.id }) as const;

/** Lines from a number on, a frame at a time. `wanted` says how many will be read, so that no more is fetched at once. */
export async function* readFrames(deps: Deps, log: Log, { from, wanted }: { from: number; wanted: number }): AsyncGenerator<OpenedFrame> {
  let next = from;
  while (true) {
    const parts = await transact(deps, scopeOf(log), (tx) => listParts(tx, log.workspaceId, { ...log, from: next, limit: partsAtOnce }));
    if (parts.length === 0) return;
    for (const part of parts) {
      for await (const frame of openPart(deps, log, { part, from: next, wanted })) yield linesFrom(frame, next);
      next = part.first_line + part.lines;
    }
  }
}

/** Frames from the last one before a line back to the first. */
export async function* readFramesBack(deps: Deps, log: Log, before: number): AsyncGenerator<OpenedFrame> {
  let end = before;
  while (true) {
    const parts = await transact(deps, scopeOf(log), (tx) =>
      listPartsBefore(tx, log.workspaceId, { ...log, before: end, limit: partsAtOnce }),
    );
    for (const part of parts) {
      for (const frame of framesOf(part).reverse()) yield* openFrames(deps, log, { part, frames: [frame] });
      end = part.first_line;
    }
    if (parts.length < partsAtOnce) return;
  }
}

/** What was read as a chunk may stand in the middle of a segment by now. */
function linesFrom(frame: OpenedFrame, from: number): OpenedFrame {
  let start = 0;
  for (let number = frame.firstLine; number < from; number++) start = frame.encoded.indexOf("\n", start) + 1;
  const firstLine = Math.max(frame.firstLine, from);
  return { firstLine, lines: frame.lines - (firstLine - frame.firstLine), encoded: frame.encoded.subarray(start) };
}

/** Where a frame lies: in its blob from `start` to `end`, the latter left out where it is the last. */
interface FramePlace {
  readonly firstLine: number;
  readonly lines: number;
  readonly start: number;
  readonly end: number | undefined;
}

function framesOf(part: PartRow): FramePlace[] {
  if (!part.frames) return [{ firstLine: part.first_line, lines: part.lines, start: 0, end: undefined }];
  const places: FramePlace[] = [];
  let firstLine = part.first_line;
  for (let at = 0; at < part.frames.length; at += 2) {
    const [start = 0, lines = 0, end] = part.frames.slice(at, at + 3);
    places.push({ firstLine, lines, start, end });
    firstLine += lines;
  }
  return places;
}

async function* openPart(
  deps: Deps,
  log: Log,
  { part, from, wanted }: { part: PartRow; from: number; wanted: number },
): AsyncGenerator<OpenedFrame> {
  const frames = framesOf(part).filter((frame) => frame.firstLine + frame.lines > from);
  while (frames.length > 0) {
    const end = frames.findIndex((frame) => frame.firstLine + frame.lines >= from + wanted);
    yield* openFrames(deps, log, { part, frames: frames.splice(0, end < 0 ? frames.length : end + 1) });
  }
}

/** Fetches frames that follow each other at once. */
async function* openFrames(
  deps: Deps,
  { workspaceId }: Log,
  { part, frames }: { part: PartRow; frames: readonly FramePlace[] },
): AsyncGenerator<OpenedFrame> {
  const [start, end] = [frames[0]?.start ?? 0, frames.at(-1)?.end];
  const content = part.content ?? (await readBlob(deps, { workspaceId, blobId: part.blob_id ?? "" }, { start, end }));
  for (const frame of frames) {
    const bytes = content.subarray(frame.start - start, frame.end === undefined ? undefined : frame.end - start);
    yield { firstLine: frame.firstLine, lines: frame.lines, encoded: await openFrame(bytes) };
  }
}

async function readBlob(
  deps: Deps,
  of: { workspaceId: number; blobId: string },
  { start, end }: { start: number; end: number | undefined },
): Promise<Buffer> {
  const stream = await openHeldBlob(deps, of, { start, end: (end ?? Number.MAX_SAFE_INTEGER) - 1 });
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece as Uint8Array);
  return Buffer.concat(pieces);
}
