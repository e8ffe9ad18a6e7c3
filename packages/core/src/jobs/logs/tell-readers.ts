import { type ChangeRecord, type Deps, recordChanges, systemActor, transact } from "../../kernel/index.ts";
import { tellLines } from "../store/log-segments.ts";

/** Live readers of an attempt are told at most so often. */
export const tellEveryMs = 1000;

interface LogKey {
  readonly workspaceId: number;
  readonly jobId: string;
  readonly attempt: number;
}

/** The change row by which live readers hear of lines. */
export const linesTold = ({ jobId, attempt }: Omit<LogKey, "workspaceId">, lines: number): ChangeRecord => ({
  topic: "job-log",
  subject: jobId,
  kind: "lines",
  data: { attempt, lines },
});

const waiting = new WeakMap<Deps["db"], Map<string, NodeJS.Timeout>>();

/**
 * Tells of lines that came too soon after the last ones. The timer is of this process: where it dies before, the next report or the sweep
 * of logs tells.
 */
export function tellLater(deps: Deps, log: LogKey, waitMs: number): void {
  const timers = waiting.get(deps.db) ?? new Map<string, NodeJS.Timeout>();
  waiting.set(deps.db, timers);
  const key = `${log.jobId}/${log.attempt}`;
  if (timers.has(key)) return;
  const timer = setTimeout(() => {
    timers.delete(key);
    tellNow(deps, log).catch((error: unknown) => deps.logger.warn({ err: error, job: log.jobId }, "live readers of a log were not told"));
  }, waitMs);
  timers.set(key, timer.unref());
}

/** Tells of all lines that readers do not know of yet, unless they were told in the last second. */
export async function tellNow(deps: Deps, log: LogKey): Promise<void> {
  const now = deps.now();
  const before = new Date(now.getTime() - tellEveryMs);
  await transact(deps, { role: "app", workspaceId: log.workspaceId, actorId: systemActor.id }, async (tx) => {
    const lines = await tellLines(tx, log.workspaceId, { ...log, now, before });
    if (lines !== undefined) recordChanges(tx, log.workspaceId, [linesTold(log, lines)]);
  });
  deps.onChange();
}
