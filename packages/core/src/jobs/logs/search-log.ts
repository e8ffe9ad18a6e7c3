import * as contract from "@plumbline/contracts/jobs/log";
import type { CallInput, Output } from "@plumbline/contracts/operation";
import { authorize, type Caller, type Deps, parseInput } from "../../kernel/index.ts";
import { getLogRow } from "./find-log.ts";
import { decodeLine } from "./log-frame.ts";
import { readFrames } from "./read-frames.ts";

/** So many hits are counted; then the search ends. */
const countedMax = 100_000;

async function search(deps: Deps, caller: Caller, raw: CallInput<typeof contract.searchLog>): Promise<Output<typeof contract.searchLog>> {
  await authorize(deps, caller, contract.searchLog);
  const input = parseInput(contract.searchLog, raw);
  const { log } = await getLogRow(deps, caller, input);
  const isHit = hitsOf(input);
  const lines: number[] = [];
  let total = 0;
  for await (const frame of readFrames(deps, log, { from: 1, wanted: Number.POSITIVE_INFINITY })) {
    for (const number of isHit(frame.encoded.toString(), frame.firstLine)) {
      total++;
      if (lines.length < contract.logLimits.searchHits) lines.push(number);
    }
    if (total >= countedMax) return { lines, total: countedMax, isCut: true };
  }
  return { lines, total, isCut: total > lines.length };
}

/** Reads through the log, a frame at a time. */
export const searchLog = Object.assign(search, { operation: contract.searchLog });

/** Numbers of the lines with the text, in any case. Most frames are told not to have it before any of their lines is decoded. */
function hitsOf({ text, rank }: { readonly text: string; readonly rank?: number | undefined }) {
  const wanted = text.toLowerCase();
  const encodedWanted = JSON.stringify(text).slice(1, -1).toLowerCase();
  const isHit = (encoded: string): boolean => {
    if (!encoded.toLowerCase().includes(encodedWanted)) return false;
    const line = decodeLine(encoded);
    return (rank === undefined || line.rank === rank) && line.text.toLowerCase().includes(wanted);
  };
  return function* (encoded: string, firstLine: number): Generator<number> {
    if (!encoded.toLowerCase().includes(encodedWanted)) return;
    for (const [index, line] of encoded.split("\n").slice(0, -1).entries()) if (isHit(line)) yield firstLine + index;
  };
}
