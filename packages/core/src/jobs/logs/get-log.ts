import * as contract from "@plumbline/contracts/jobs/log";
import type { CallInput, Output } from "@plumbline/contracts/operation";
import { authorize, type Caller, type Deps, parseInput } from "../../kernel/index.ts";
import { getLogRow } from "./find-log.ts";
import { decodeLine } from "./log-frame.ts";
import { type Log, type OpenedFrame, readFrames, readFramesBack } from "./read-frames.ts";

/** A page ends once it holds so much text, or once so many frames were looked at: lines of one rank may be rare. */
const pageBytes = 4_194_304;
const framesMax = 64;

interface Wanted {
  readonly limit: number;
  readonly rank?: number | undefined;
}

async function read(deps: Deps, caller: Caller, raw: CallInput<typeof contract.getLog>): Promise<Output<typeof contract.getLog>> {
  await authorize(deps, caller, contract.getLog);
  const { from, ...input } = parseInput(contract.getLog, raw);
  const { log, row } = await getLogRow(deps, caller, input);
  const page = createPage(input);
  if (from === undefined) await readLast(deps, log, { page, last: row.log_lines });
  else await readFrom(deps, log, { page, from, limit: input.limit });
  const last = Math.max(row.log_lines, page.seen());
  const next = from === undefined ? last + 1 : Math.min(Math.max(from, page.seen() + 1), last + 1);
  const lines = from === undefined ? page.lines.reverse() : page.lines;
  return { lines, next, last, lostLines: row.lost_lines, isComplete: row.is_ended && next > last };
}

/** Lines by number, or the last ones. No more is decompressed than the frames that hold them. */
export const getLog = Object.assign(read, { operation: contract.getLog });

interface Page {
  readonly lines: contract.LogLine[];
  /** Looks at lines until the page is full. */
  readonly offer: (lines: readonly contract.LogLine[]) => void;
  readonly isFull: () => boolean;
  /** The greatest number that was looked at. */
  readonly seen: () => number;
}

function createPage({ limit, rank }: Wanted): Page {
  const lines: contract.LogLine[] = [];
  let [bytes, seen] = [0, 0];
  const isFull = () => lines.length >= limit || bytes >= pageBytes;
  return {
    lines,
    isFull,
    seen: () => seen,
    offer(given) {
      for (const line of given) {
        if (isFull()) return;
        seen = Math.max(seen, line.number);
        if (rank !== undefined && line.rank !== rank) continue;
        lines.push(line);
        bytes += line.text.length;
      }
    },
  };
}

async function readFrom(deps: Deps, log: Log, { page, from, limit }: { page: Page; from: number; limit: number }): Promise<void> {
  let frames = 0;
  for await (const frame of readFrames(deps, log, { from, wanted: limit })) {
    page.offer(linesOf(frame));
    if (page.isFull() || ++frames === framesMax) return;
  }
}

async function readLast(deps: Deps, log: Log, { page, last }: { page: Page; last: number }): Promise<void> {
  let frames = 0;
  for await (const frame of readFramesBack(deps, log, last + 1)) {
    page.offer(linesOf(frame, last).reverse());
    if (page.isFull() || ++frames === framesMax) return;
  }
}

/** The lines of a frame, up to a number. */
function linesOf({ firstLine, lines, encoded }: OpenedFrame, last = firstLine + lines - 1): contract.LogLine[] {
  const count = Math.max(0, Math.min(lines, last - firstLine + 1));
  const texts = encoded.toString().split("\n").slice(0, count);
  return texts.map((text, index) => {
    const { at, ...line } = decodeLine(text);
    return { number: firstLine + index, at: new Date(at).toISOString(), ...line };
  });
}
