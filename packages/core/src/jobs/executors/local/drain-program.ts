import type { AttemptReport, ResourceSample } from "@plumbline/contracts/jobs/log";
import type { ProcessRunner, Sample, StatusReport } from "@plumbline/processes";
import type { Deps } from "../../../kernel/index.ts";
import { acceptReport } from "../../logs/accept-report.ts";
import { nextSequenceOf } from "../../logs/next-sequence.ts";
import type { AttemptName } from "../executor.ts";
import type { AttemptRecord, AttemptRecords } from "./attempt-records.ts";

interface Draining {
  readonly deps: Deps;
  readonly runner: ProcessRunner;
  readonly records: AttemptRecords;
  readonly name: AttemptName;
}

/** Of the log, with what stands before each line: a report may hold twice as much. */
const pageBytes = 128 * 1024;
const samplesAtOnce = 100;

/** Drains programs, one after the other for each attempt. */
export function createDrains(given: Omit<Draining, "name">): (name: AttemptName) => Promise<void> {
  const last = new Map<AttemptName, Promise<void>>();
  return (name) => {
    const work = () => drainProgram({ ...given, name });
    const drained = (last.get(name) ?? Promise.resolve()).then(work, work);
    const settled = drained.then(forget, forget);
    last.set(name, settled);
    return drained;

    function forget(): void {
      if (last.get(name) === settled) last.delete(name);
    }
  };
}

/**
 * Hands over what a program said since the last time: lines, samples, and how far it is. The number of a line is the sequence of its
 * report, so that what was taken before a crash is known to have been taken, wherever the next one begins to read.
 */
async function drainProgram(draining: Draining): Promise<void> {
  const record = await draining.records.find(draining.name);
  if (!record) return;
  let next = await nextSequenceOf(draining.deps, { ...idOf(record), rank: 0 });
  let state = record;
  while (true) {
    const { report, after } = await readOn(draining, state, next);
    if (report) next = (await acceptReport(draining.deps, { ...idOf(record), nextSequence: report.next }, report.body)).nextSequence;
    if (after === state) return;
    await draining.records.put(draining.name, after);
    await release(draining, after);
    state = after;
  }
}

const idOf = ({ workspaceId, jobId, attempt }: AttemptRecord) => ({ workspaceId, jobId, attempt });

interface ReadOn {
  readonly report: { readonly next: number; readonly body: AttemptReport } | undefined;
  /** Where to read on; the same object where there was nothing new. */
  readonly after: AttemptRecord;
}

async function readOn({ runner, name }: Draining, record: AttemptRecord, expected: number): Promise<ReadOn> {
  const page = await runner.readLog(name, { offset: record.logOffset, maxBytes: pageBytes });
  const samples = await runner.readSamples(name, { offset: record.sampleOffset, maxBytes: pageBytes });
  const status = await runner.readStatus(name);
  const isNewStatus = status !== undefined && status.at.getTime() > record.statusAt;
  const isNothing = page.nextOffset === record.logOffset && samples.nextOffset === record.sampleOffset && !isNewStatus;
  if (isNothing) return { report: undefined, after: record };
  const fresh = page.lines.filter(({ number }) => record.reportsBefore + number - 1 >= expected);
  const last = page.lines.at(-1);
  const body: AttemptReport = {
    rank: 0,
    sequence: expected,
    lines: fresh.map(({ at, stream, text }) => ({ at: at.getTime(), stream, text })),
    lostLines: fresh.length === 0 ? 0 : page.lostLines,
    samples: samples.samples.slice(-samplesAtOnce).map(toSample),
    ...(isNewStatus ? { status: toStatus(status) } : {}),
  };
  return {
    report: { next: fresh.length > 0 && last ? record.reportsBefore + last.number : expected, body },
    after: {
      ...record,
      logOffset: page.nextOffset,
      sampleOffset: samples.nextOffset,
      statusAt: isNewStatus ? status.at.getTime() : record.statusAt,
    },
  };
}

async function release({ runner, name }: Draining, { logOffset, sampleOffset }: AttemptRecord): Promise<void> {
  await runner.releaseLog(name, { offset: logOffset });
  await runner.releaseSamples(name, { offset: sampleOffset });
}

const toSample = ({ at, gpus, ...rest }: Sample): ResourceSample => ({
  ...rest,
  at: at.getTime(),
  gpus: gpus.map((gpu) => ({ ...gpu, smActivePercent: null })),
});

const toStatus = ({ progress, message, remainingSeconds, checkpoint }: StatusReport): AttemptReport["status"] => ({
  progress,
  message,
  remainingSeconds,
  ...(checkpoint ? { checkpoint: { path: checkpoint.path, step: checkpoint.step ?? null } } : {}),
});
