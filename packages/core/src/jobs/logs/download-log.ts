import { Readable } from "node:stream";
import { jobTitle } from "@plumbline/contracts/jobs/job";
import * as contract from "@plumbline/contracts/jobs/log";
import { authorize, type Caller, type Deps } from "../../kernel/index.ts";
import { getLogRow } from "./find-log.ts";
import { decodeLine } from "./log-frame.ts";
import { type Log, readFrames } from "./read-frames.ts";

/** A log as a file. */
export interface LogText {
  readonly fileName: string;
  /** UTF-8. */
  readonly content: Readable;
}

/** The whole log as text, a frame at a time. Where more than one rank printed, each line begins with its rank. */
export async function downloadLog(deps: Deps, caller: Caller, of: { readonly job: string; readonly attempt: number }): Promise<LogText> {
  await authorize(deps, caller, contract.downloadLog);
  const { log, row } = await getLogRow(deps, caller, of);
  const content = Readable.from(textOf(deps, log, { hasRanks: row.ranks > 1 }), { objectMode: false });
  return { fileName: `${jobTitle(row)}-${of.attempt}.txt`, content };
}

async function* textOf(deps: Deps, log: Log, { hasRanks }: { hasRanks: boolean }): AsyncGenerator<string> {
  for await (const { encoded } of readFrames(deps, log, { from: 1, wanted: Number.POSITIVE_INFINITY })) {
    const lines = encoded.toString().split("\n").slice(0, -1).map(decodeLine);
    yield lines.map(({ rank, text }) => (hasRanks ? `[${rank}] ${text}\n` : `${text}\n`)).join("");
  }
}
