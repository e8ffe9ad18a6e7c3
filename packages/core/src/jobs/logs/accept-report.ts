import { AttemptPhase, type JobProgress } from "@plumbline/contracts/jobs/job";
import type { AttemptReport } from "@plumbline/contracts/jobs/log";
import type { Tx } from "@plumbline/db";
import { AppError, type Deps, insertTasks, notFound, recordChanges, systemActor, transact } from "../../kernel/index.ts";
import { hintJob } from "../store/jobs.ts";
import * as store from "../store/log-reports.ts";
import { recordGpuUse } from "./gpu-use.ts";
import { type Fitting, fitReport, packReport, type ReportedLines } from "./report-lines.ts";
import { waitingMax } from "./seal-limits.ts";
import { requestSealing } from "./seal-logs.ts";
import { logSamples, type Machine } from "./system-metrics.ts";
import { linesTold, tellEveryMs, tellLater } from "./tell-readers.ts";

/** The attempt that a report is of. */
export interface ReportOf {
  readonly workspaceId: number;
  readonly jobId: string;
  readonly attempt: number;
  /** Where only this token may report; null for whoever shows none. */
  readonly tokenId?: string | null;
  /** Sequence of the report after this one; the next number where it is left out. */
  readonly nextSequence?: number;
}

/** What a reporter is told: which report to send next, and whether its program is asked to end. */
export interface Accepted {
  readonly nextSequence: number;
  readonly stop: boolean;
}

const checkpointsMax = 1000;

/**
 * Takes one report, in one transaction. A rank sends its reports one after the other and with growing sequences: one that comes before the next
 * that is expected was taken already, and does nothing. Whoever begins to report and does not know how far it came sends an empty one, and goes
 * on where the answer says.
 */
export async function acceptReport(deps: Deps, of: ReportOf, report: AttemptReport): Promise<Accepted> {
  const packed = await packReport(report);
  const scope = { role: "app", workspaceId: of.workspaceId, actorId: systemActor.id } as const;
  const { taskIds, untoldMs, machine, ...accepted } = await transact(deps, scope, (tx) => write({ deps, tx, of, report, packed }));
  deps.onChange();
  if (untoldMs !== null) tellLater(deps, of, untoldMs);
  if (taskIds.length > 0) await deps.onTasks(taskIds);
  // Also those of a report that was taken before: points that are there already are written once.
  await logSamples(deps, { ...of, ...machine }, report);
  await recordGpuUse(deps, { ...of, gpus: machine.gpus }, report);
  return accepted;
}

interface Written extends Accepted {
  readonly taskIds: readonly string[];
  /** After so long readers may be told of lines that came too soon; null where they know of all. */
  readonly untoldMs: number | null;
  readonly machine: Machine & { readonly gpus: number };
}

interface Writing {
  readonly deps: Deps;
  readonly tx: Tx;
  readonly of: ReportOf;
  readonly report: AttemptReport;
  readonly packed: ReportedLines;
}

async function write(writing: Writing): Promise<Written> {
  const { tx, of, report, packed } = writing;
  const { workspaceId, jobId, attempt } = of;
  const reporter = { jobId, attempt, rank: report.rank };
  const isOfJob = report.rank === 0 && report.status;
  // They travel together, and are done in this order.
  const [, row, expected] = await Promise.all([
    isOfJob ? store.holdJob(tx, workspaceId, jobId) : undefined,
    store.holdReportedAttempt(tx, workspaceId, { jobId, attempt }),
    store.findNextSequence(tx, workspaceId, reporter),
  ]);
  const held = mayReport(row, of);
  const machine = { runId: held.run_id, cpu: held.cpu, gpus: held.gpus, beganAt: held.began_at };
  const stop = held.wish !== "run" || held.phase === "stopping" || held.phase === "ended";
  if (report.sequence < expected) return { nextSequence: expected, stop, taskIds: [], untoldMs: null, machine };
  const next = of.nextSequence ?? report.sequence + 1;
  const fitting = await fitReport(packed, { sizeBytes: held.log_bytes, isFull: held.is_log_full });
  store.putNextSequence(tx, workspaceId, { ...reporter, next });
  const untoldMs = writeLines(writing, held, fitting);
  if (isOfJob) writeProgress(writing, held);
  // How far the attempt is, its executor says: whoever asks it should look.
  if (isFurther(report.phase, held.phase)) hintJob(tx, workspaceId, jobId);
  const taskIds = isDue(held, fitting) ? await insertTasks(tx, workspaceId, [requestSealing(of)]) : [];
  return { nextSequence: next, stop, taskIds, untoldMs, machine };
}

/** Returns after how many milliseconds readers may be told; null where they need not be. */
function writeLines(writing: Writing, held: store.ReportedRow, fitting: Fitting): number | null {
  const { deps, tx, of } = writing;
  const now = deps.now();
  const lines = held.log_lines + (fitting.frame?.lines ?? 0);
  const waitMs = Math.max(0, (held.told_at?.getTime() ?? 0) + tellEveryMs - now.getTime());
  const isTold = lines > held.told_lines && waitMs === 0;
  change(writing, held, { fitting, isTold, now });
  if (isTold) recordChanges(tx, of.workspaceId, [linesTold(of, lines)]);
  return isTold || lines === held.told_lines ? null : waitMs;
}

function writeProgress({ deps, tx, of, report }: Writing, held: store.ReportedRow): void {
  const { workspaceId, jobId } = of;
  const progress = newProgress(held, report.status, deps.now());
  if (!progress) return;
  store.putProgress(tx, workspaceId, { jobId, progress });
  recordChanges(tx, workspaceId, [{ topic: "job", subject: jobId, kind: "progress", data: { fraction: progress.fraction } }]);
}

/** The attempt, where whoever shows this token may speak for it. */
export function mayReport(row: store.ReportedRow | undefined, { jobId, tokenId }: ReportOf): store.ReportedRow {
  if (!row) throw notFound("job", jobId);
  if (tokenId === null || (tokenId !== undefined && row.token_id !== tokenId)) {
    throw new AppError("forbidden", "Only the token of the attempt itself may report for it.", { params: { reason: "not-the-attempt" } });
  }
  return row;
}

function change({ tx, of, report }: Writing, held: store.ReportedRow, done: { fitting: Fitting; isTold: boolean; now: Date }): void {
  const { workspaceId, jobId, attempt } = of;
  const { now } = done;
  const { frame, lostLines, isFull } = done.fitting;
  if (frame) store.insertChunk(tx, workspaceId, { jobId, attempt, firstLine: held.log_lines + 1, ...frame, now });
  store.changeReportedAttempt(tx, workspaceId, {
    jobId,
    attempt,
    // Of many ranks the first that failed says how the attempt ended.
    exitCode: held.exit_code || held.phase === "ended" ? null : (report.exitCode ?? null),
    checkpoints: withCheckpoint(held.checkpoints, report, now),
    lines: frame?.lines ?? 0,
    sizeBytes: frame?.sizeBytes ?? 0,
    lostLines: lostLines + report.lostLines,
    isFull,
    ranks: report.rank + 1,
    waitingChunks: frame ? 1 : 0,
    waitingBytes: frame?.content.length ?? 0,
    isTold: done.isTold,
    now,
  });
}

const isFurther = (reported: AttemptReport["phase"], known: AttemptPhase): boolean =>
  reported !== undefined && AttemptPhase.options.indexOf(reported) > AttemptPhase.options.indexOf(known);

/** Once for each segment that becomes due; sealing goes on while there is enough, and the sweep finds what was missed. */
function isDue({ waiting_bytes, waiting_chunks }: store.ReportedRow, { frame }: Fitting): boolean {
  if (!frame) return false;
  const segments = (bytes: number, chunks: number) => Math.floor(bytes / waitingMax.bytes) + Math.floor(chunks / waitingMax.chunks);
  return segments(waiting_bytes + frame.content.length, waiting_chunks + 1) > segments(waiting_bytes, waiting_chunks);
}

function newProgress(held: store.ReportedRow, status: AttemptReport["status"], now: Date): JobProgress | undefined {
  const { progress: fraction = null, message = null, remainingSeconds = null } = status ?? {};
  if (fraction === null && message === null && remainingSeconds === null) return undefined;
  const before = held.progress;
  const text = message === null ? null : plain(message);
  if (before && before.fraction === fraction && before.message === text && before.remainingSeconds === remainingSeconds) return undefined;
  return { fraction, message: text, remainingSeconds, at: now.toISOString() };
}

/** Checkpoints of the first rank: all ranks of a job write the same one. */
function withCheckpoint(
  before: readonly store.CheckpointEntry[],
  { rank, status }: AttemptReport,
  now: Date,
): readonly store.CheckpointEntry[] {
  const given = rank === 0 ? status?.checkpoint : undefined;
  if (!given) return before;
  const fresh = { at: now.toISOString(), step: given.step ?? null, path: plain(given.path) };
  const last = before.at(-1);
  if (last?.path === fresh.path && last.step === fresh.step) return before;
  return [...before, fresh].slice(-checkpointsMax);
}

/** What no database takes. */
const plain = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");
