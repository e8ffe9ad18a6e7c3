import { type Import, type ImportCounts, type ImportProgress, importKinds } from "@plumbline/contracts/imports";
import { namesOfActors } from "../access/index.ts";
import { type ChangeRecord, type Ctx, systemActor } from "../kernel/index.ts";
import type { ImportRow, StoredProgress } from "./store/imports.ts";

export async function toImports(ctx: Ctx, rows: readonly ImportRow[]): Promise<Import[]> {
  const names = await namesOfActors(
    ctx,
    rows.map((row) => row.requested_by),
  );
  const nameOf = (id: string): string | null => (id === systemActor.id ? systemActor.name : (names.get(id) ?? null));
  return rows.map((row) => ({
    id: row.id,
    address: row.address,
    isPreview: row.is_preview,
    state: row.state,
    isComplete: row.is_complete,
    failure: row.failure,
    signIn: row.sign_in,
    experiments: row.experiments.length === 0 ? null : row.experiments,
    sourceVersion: row.source_version,
    progress: progressOf(row.progress),
    counts: countsOf(row.counts),
    checks: row.checks,
    problems: row.problems,
    notes: row.notes,
    requestedBy: { id: row.requested_by, name: nameOf(row.requested_by) },
    requestedAt: row.requested_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  }));
}

export const nothingCounted = { source: 0, brought: 0, unchanged: 0, leftOut: 0 };

const countsOf = (counts: Partial<ImportCounts>): ImportCounts =>
  Object.fromEntries(importKinds.map((kind) => [kind, counts[kind] ?? nothingCounted])) as ImportCounts;

function progressOf(stored: StoredProgress): ImportProgress {
  const { ratePerSecond: rate, total, done } = stored;
  const isKnown = rate !== null && rate > 0 && total > done;
  return { ...stored, remainingSeconds: isKnown ? Math.ceil((total - done) / rate) : null };
}

export const waitingProgress: StoredProgress = {
  phase: "waiting",
  message: "Waiting for the worker",
  done: 0,
  total: 0,
  ratePerSecond: null,
};

/** Tells pages that an import stands elsewhere. */
export const importChange = (id: string, kind: string): ChangeRecord => ({ topic: "import", subject: id, kind });
