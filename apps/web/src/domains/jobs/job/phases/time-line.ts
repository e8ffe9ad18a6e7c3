import type { Attempt, JobDetail } from "@plumbline/contracts/jobs/job";
import type { JobEnd } from "../job-end.ts";

/** The phases that are drawn; `stopping` is the end of running. */
export type DrawnPhase = "queued" | "starting" | "inputs" | "running" | "stopping";

export interface Segment {
  phase: DrawnPhase;
  from: number;
  to: number;
}

export interface AttemptLine {
  attempt: Attempt;
  segments: readonly Segment[];
  checkpoints: readonly { at: number; step: number | null }[];
  /** When it ended; undefined while it goes on. */
  endedAt: number | undefined;
  /** What it was resumed from: the instant of that checkpoint in the attempt before. */
  resumed: { at: number; attempt: number; step: number | null; lostMs: number | undefined } | undefined;
}

export interface TimeLine {
  from: number;
  to: number;
  now: number | undefined;
  lines: readonly AttemptLine[];
  end: JobEnd | undefined;
}

const instant = (text: string): number => Date.parse(text);
const maybe = (text: string | null): number | undefined => (text === null ? undefined : Date.parse(text));

/** The phases of an attempt in their order, each from its beginning to the next one that was reached, or the end. */
export function segmentsOf(attempt: Attempt, now: number): Segment[] {
  const { queuedAt, startingAt, inputsAt, runningAt, stoppingAt, endedAt } = attempt;
  const begins: [DrawnPhase, number | undefined][] = [
    ["queued", instant(queuedAt)],
    ["starting", maybe(startingAt)],
    ["inputs", maybe(inputsAt)],
    ["running", maybe(runningAt)],
    ["stopping", maybe(stoppingAt)],
  ];
  const reached = begins.flatMap(([phase, from]) => (from === undefined ? [] : [{ phase, from }]));
  const last = maybe(endedAt) ?? now;
  return reached.map(({ phase, from }, at) => ({ phase, from, to: Math.max(from, reached[at + 1]?.from ?? last) }));
}

function lineOf(attempt: Attempt, before: readonly Attempt[], now: number): AttemptLine {
  return {
    attempt,
    segments: segmentsOf(attempt, now),
    checkpoints: attempt.checkpoints.map(({ at, step }) => ({ at: instant(at), step })),
    endedAt: maybe(attempt.endedAt),
    resumed: resumedOf(attempt, before),
  };
}

/** Work between the checkpoint and the end of its attempt was lost. */
function resumedOf({ resumedFrom }: Attempt, before: readonly Attempt[]): AttemptLine["resumed"] {
  if (resumedFrom === null) return undefined;
  const source = before.find(({ number }) => number === resumedFrom.attempt);
  const checkpoint = source?.checkpoints.findLast(({ step }) => step === resumedFrom.step) ?? source?.checkpoints.at(-1);
  if (!(source && checkpoint)) return undefined;
  const at = instant(checkpoint.at);
  const ended = maybe(source.endedAt);
  return { at, attempt: source.number, step: resumedFrom.step, lostMs: ended === undefined ? undefined : Math.max(0, ended - at) };
}

const leastSpanMs = 10_000;
/** What is over does not grow: it may fill the axis. */
const leastOverMs = 1000;
const margin = 0.02;

/** All attempts on one axis of time: up to now while the job goes on, to its foreseen end where that is known. */
export function timeLine(job: Pick<JobDetail, "attemptList" | "endedAt" | "submittedAt">, now: number, end: JobEnd | undefined): TimeLine {
  const attempts = [...job.attemptList].sort((a, b) => a.number - b.number);
  const lines = attempts.map((attempt, at) => lineOf(attempt, attempts.slice(0, at), now));
  const from = Math.min(instant(job.submittedAt), ...lines.flatMap(({ segments }) => segments.map((segment) => segment.from)));
  const isOver = job.endedAt !== null;
  const last = isOver ? instant(job.endedAt ?? job.submittedAt) : Math.max(now, end?.to ?? now, end?.span?.to ?? now);
  const to = Math.max(
    last,
    from + (isOver ? leastOverMs : leastSpanMs),
    ...lines.flatMap(({ segments }) => segments.map((segment) => segment.to)),
  );
  const room = (to - from) * margin;
  return { from, to: to + room, now: isOver ? undefined : now, lines, end: isOver ? undefined : end };
}

/** Where an instant stands on the axis, in percent of its width. */
export const placeOf = ({ from, to }: Pick<TimeLine, "from" | "to">, at: number): number =>
  Math.min(100, Math.max(0, ((at - from) / Math.max(1, to - from)) * 100));
