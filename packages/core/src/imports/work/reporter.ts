import type { ImportCheck, ImportCount, ImportCounts, ImportKind } from "@plumbline/contracts/imports";
import type { Tx } from "@plumbline/db";
import { recordChanges, type TaskContext } from "../../kernel/index.ts";
import { importChange, nothingCounted } from "../import-view.ts";
import { type StoredProgress, tellStanding } from "../store/imports.ts";
import { type ProblemRow, putProblems } from "../store/problems.ts";
import { openRate } from "./rate.ts";

/** Keeps count of an import, and writes it about once a second. */
export interface Reporter {
  /** Aborts when somebody stops the import, and at the task's time limit. */
  readonly signal: AbortSignal;
  readonly isStopped: () => boolean;
  readonly hasLosses: () => boolean;
  readonly count: (kind: ImportKind, what: keyof ImportCount, number?: number) => void;
  /** Something is not here as it is there. */
  readonly problem: (kind: string, subject: string, reason: string) => void;
  /** Something is here in another way, as it has to be. */
  readonly note: (kind: string, subject: string, reason: string) => void;
  /** Begins a phase; `total` may grow. */
  readonly phase: (phase: StoredProgress["phase"], message: string, total?: number) => void;
  readonly message: (text: string) => void;
  readonly step: (done?: number) => void;
  readonly checked: (checks: readonly ImportCheck[]) => void;
  readonly version: (text: string | null) => void;
  readonly counts: () => Partial<ImportCounts>;
  /** Writes what is left to be written; nothing is written afterwards. */
  readonly close: () => Promise<void>;
}

const tellEveryMs = 1000;
const subjectMax = 500;
const reasonMax = 500;

export function openReporter(context: TaskContext, importId: string): Reporter {
  const { deps, workspaceId: of } = context;
  const workspaceId = of ?? 0;
  const stop = new AbortController();
  const counts: Partial<Record<ImportKind, ImportCount>> = {};
  const rate = openRate();
  let progress: StoredProgress = { phase: "reading", message: "Reading what is there", done: 0, total: 0, ratePerSecond: null };
  let checks: readonly ImportCheck[] = [];
  let sourceVersion: string | null = null;
  let problems: Omit<ProblemRow, "id">[] = [];
  let losses = 0;
  const remark = ({ kind, subject, reason, isLoss }: Omit<ProblemRow, "id">): void => {
    problems.push({ kind, subject: subject.slice(0, subjectMax), reason: reason.slice(0, reasonMax), isLoss });
  };

  const write = async (tx: Tx): Promise<void> => {
    const standing = { id: importId, progress: { ...progress, ratePerSecond: rate.perSecond() }, counts, checks, sourceVersion };
    const taken = problems;
    if (!(await tellStanding(tx, workspaceId, standing))) return stop.abort();
    if (taken.length > 0) await putProblems(tx, workspaceId, { importId, problems: taken });
    recordChanges(tx, workspaceId, [importChange(importId, "progress")]);
  };
  const tell = async (): Promise<void> => {
    const before = problems.length;
    await deps.db.transaction({ role: "app", workspaceId, actorId: "system" }, write);
    problems = problems.slice(before);
    deps.onChange();
  };
  // A word that is lost is told again by the next one.
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(tell).catch(() => undefined);
  }, tellEveryMs);
  return {
    signal: AbortSignal.any([context.signal, stop.signal]),
    isStopped: () => stop.signal.aborted,
    hasLosses: () => losses > 0,
    count(kind, what, number = 1) {
      const before = counts[kind] ?? nothingCounted;
      counts[kind] = { ...before, [what]: before[what] + number };
    },
    problem(kind, subject, reason) {
      losses++;
      remark({ kind, subject, reason, isLoss: true });
    },
    note: (kind, subject, reason) => remark({ kind, subject, reason, isLoss: false }),
    phase(phase, message, total = 0) {
      progress = { phase, message, done: 0, total, ratePerSecond: null };
      rate.reset();
    },
    message(text) {
      progress = { ...progress, message: text };
    },
    step(done = 1) {
      progress = { ...progress, done: progress.done + done };
      rate.add(done);
    },
    checked(next) {
      checks = next;
    },
    version(text) {
      sourceVersion = text;
    },
    counts: () => counts,
    async close() {
      clearInterval(timer);
      await last;
      await tell();
    },
  };
}
