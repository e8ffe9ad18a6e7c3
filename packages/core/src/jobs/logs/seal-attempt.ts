import type { Tx } from "@plumbline/db";
import { type HeldBlob, storeBlob } from "../../artifacts/index.ts";
import { AppError, type Deps, systemActor, type TaskContext, transact } from "../../kernel/index.ts";
import { systemCaller } from "../../workspaces/index.ts";
import type { AttemptKey } from "../store/log-reports.ts";
import { type ChunkRow, findWaiting, holdLog, insertSegment, listChunks, removeChunks, type WaitingRow } from "../store/log-segments.ts";
import { waitingMax } from "./seal-limits.ts";
import { type BuiltSegment, createSegmentBuilder } from "./segment-builder.ts";
import { tellNow } from "./tell-readers.ts";

/** Few: each may hold 256 KiB. */
const chunksAtOnce = 16;
/** More than a segment can have: what does not compress, and the frame that was begun. */
const blobMaxBytes = 64 * 1_048_576;

interface Log extends AttemptKey {
  readonly workspaceId: number;
}

/**
 * Seals until little is left, or all of it where the attempt has ended. No more than one segment is in memory at a time. Readers who were not
 * told of lines are told now: the sweep looks at logs with chunks alone.
 */
export async function sealAttempt({ deps, workspaceId, signal }: TaskContext, key: AttemptKey): Promise<void> {
  if (workspaceId === null) return;
  const log = { workspaceId, ...key };
  let overtaken = 0;
  while (mustSeal(await inWorkspace(deps, log, (tx) => findWaiting(tx, workspaceId, log)))) {
    signal.throwIfAborted();
    try {
      if (!(await sealNext(deps, log, signal))) break;
      overtaken = 0;
    } catch (error) {
      if (!isOvertaken(error) || ++overtaken === overtakenMax) throw error;
    }
  }
  await tellNow(deps, log);
}

/** False where there is nothing to seal. */
async function sealNext(deps: Deps, log: Log, signal: AbortSignal): Promise<boolean> {
  const next = await buildSegment(deps, log);
  if (next) await seal(deps, log, { ...next, signal });
  return next !== undefined;
}

/** Another worker sealed chunks that were read here: what is left is looked at anew. */
const overtakenReason = "log-sealed-elsewhere";
const overtakenMax = 10;
const overtakenBy = (what: string): AppError => new AppError("conflict", what, { params: { reason: overtakenReason } });
const isOvertaken = (error: unknown): boolean => error instanceof AppError && error.params.reason === overtakenReason;

const mustSeal = (row: WaitingRow | undefined): boolean =>
  row !== undefined &&
  row.waiting_chunks > 0 &&
  (row.is_ended || row.waiting_chunks >= waitingMax.chunks || row.waiting_bytes >= waitingMax.bytes);

interface Next {
  readonly firstLine: number;
  readonly chunks: number;
  readonly chunkBytes: number;
  readonly segment: BuiltSegment;
}

async function buildSegment(deps: Deps, log: Log): Promise<Next | undefined> {
  const builder = createSegmentBuilder();
  let [first, next, chunks, chunkBytes] = [0, 0, 0, 0];
  for await (const chunk of readChunks(deps, log)) {
    if (chunks === 0) first = chunk.first_line;
    else if (chunk.first_line !== next) throw overtakenBy(`The log of ${log.jobId}/${log.attempt} has no chunk for line ${next}.`);
    next = chunk.first_line + chunk.lines;
    chunks++;
    chunkBytes += chunk.content.length;
    await builder.add({ content: chunk.content, lines: chunk.lines, sizeBytes: chunk.size_bytes });
    if (builder.isFull()) break;
  }
  return chunks === 0 ? undefined : { firstLine: first, chunks, chunkBytes, segment: await builder.finish() };
}

async function* readChunks(deps: Deps, log: Log): AsyncGenerator<ChunkRow> {
  let from = 0;
  while (true) {
    const rows = await inWorkspace(deps, log, (tx) => listChunks(tx, log.workspaceId, { ...log, from, limit: chunksAtOnce }));
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < chunksAtOnce) return;
    from = last.first_line + last.lines;
  }
}

/** Bytes first, then in one transaction the segment in place of its chunks. Whatever fails in between leaves the chunks. */
async function seal(deps: Deps, log: Log, { segment, signal, ...of }: Next & { readonly signal: AbortSignal }): Promise<void> {
  const { workspaceId, jobId, attempt } = log;
  const { lines, frames, sizeBytes } = segment;
  await storeBlob(deps, systemCaller({ id: workspaceId, name: "" }), {
    source: streamOf(segment.content),
    maxBytes: blobMaxBytes,
    signal,
    settle: async (tx, blob: HeldBlob) => {
      await holdLog(tx, workspaceId, log);
      const sealed = { ...of, jobId, attempt, lines, frames, sizeBytes, blobId: blob.blobId };
      const removed = await removeChunks(tx, workspaceId, sealed);
      // All of them are sealed already.
      if (removed === 0) return { holder: undefined, result: undefined };
      if (removed !== of.chunks) throw overtakenBy(`${removed} chunks of ${jobId}/${attempt} were left of ${of.chunks}.`);
      await insertSegment(tx, workspaceId, sealed);
      return { holder: `job-log/${jobId}/${attempt}/${of.firstLine}`, result: undefined };
    },
  });
}

async function* streamOf(content: readonly Buffer[]): AsyncGenerator<Uint8Array> {
  yield* content;
}

const inWorkspace = <R>(deps: Deps, { workspaceId }: Log, work: (tx: Tx) => Promise<R>): Promise<R> =>
  transact(deps, { role: "app", workspaceId, actorId: systemActor.id }, work);
