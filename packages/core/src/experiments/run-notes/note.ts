import type { RunNote } from "@plumbline/contracts/experiments/run-note";
import * as contract from "@plumbline/contracts/experiments/run-note";
import { namesOfActors } from "../../access/index.ts";
import { AppError, type Ctx, command, decodeCursor, encodeCursor, notFound, query, workspaceOf } from "../../kernel/index.ts";
import { activeRun, runUpdated } from "../active-run.ts";
import { upsertTags } from "../store/batch-writes.ts";
import { heatRuns } from "../store/hot-runs.ts";
import { listNoteRows, type NoteRow } from "../store/run-notes.ts";
import { findRunTag } from "../store/run-tags.ts";
import { findRun } from "../store/runs.ts";

/** The tag that holds the note: clients of MLflow read and write it as the run's description. */
const noteTag = "mlflow.note.content";

export const getRunNote = query(contract.getRunNote, async (ctx, { runId }) => {
  const row = await findRun(ctx.tx, workspaceOf(ctx).id, runId);
  if (!row) throw notFound("run", runId);
  return presentNote(ctx, row.key);
});

export const listRunNoteVersions = query(contract.listRunNoteVersions, async (ctx, { runId, limit, cursor }) => {
  const workspaceId = workspaceOf(ctx).id;
  const run = await findRun(ctx.tx, workspaceId, runId);
  if (!run) throw notFound("run", runId);
  const order = JSON.stringify(["run-note", workspaceId, runId]);
  const before = cursor ? Number(decodeCursor(order, cursor)[0]) : undefined;
  const rows = await listNoteRows(ctx.tx, workspaceId, { runKey: run.key, before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: await showNotes(ctx, page), nextCursor: rows.length > limit && last ? encodeCursor(order, [last.version]) : null };
});

/** Writes the tag; the version follows from it. What it says stays out of the audit log, which never forgets. */
export const setRunNote = command(contract.setRunNote, async (ctx, { runId, text, basedOn }) => {
  if (!text.isWellFormed() || text.includes("\0")) {
    throw new AppError("invalid", "The note holds NUL or half of a character.", {
      fields: [{ path: "text", message: "cannot be stored" }],
    });
  }
  const workspaceId = workspaceOf(ctx).id;
  const run = await activeRun(ctx, runId);
  const [before] = await listNoteRows(ctx.tx, workspaceId, { runKey: run.key, before: undefined, limit: 1 });
  const version = before?.version ?? 0;
  if (version !== basedOn) throw changedMeanwhile(version, basedOn);
  await upsertTags(ctx.tx, workspaceId, [{ runKey: run.key, key: noteTag, value: text }]);
  heatRuns(ctx.tx, workspaceId, [run]);
  const note = await presentNote(ctx, run.key);
  return {
    result: note,
    subject: { kind: "run", id: runId },
    before: { noteVersion: version },
    after: { noteVersion: note.version },
    changes: [runUpdated(run)],
  };
});

/** What the tag says. A tag that was removed leaves an empty note, whose history stays. */
async function presentNote(ctx: Ctx, runKey: number): Promise<RunNote> {
  const workspaceId = workspaceOf(ctx).id;
  const [newest] = await listNoteRows(ctx.tx, workspaceId, { runKey, before: undefined, limit: 1 });
  const text = (await findRunTag(ctx.tx, workspaceId, { runKey, key: noteTag })) ?? "";
  if (!newest) return { version: 0, text, author: null, at: null };
  const [shown] = await showNotes(ctx, [newest]);
  if (!shown) throw new Error("a version that is there cannot be shown");
  return { ...shown, text };
}

async function showNotes(ctx: Ctx, rows: readonly NoteRow[]): Promise<contract.RunNoteVersion[]> {
  const names = await namesOfActors(
    ctx,
    rows.flatMap(({ author_id }) => author_id ?? []),
  );
  return rows.map(({ version, text, author_id: id, at }) => ({
    version,
    text,
    author: id === null ? null : { id, name: names.get(id) ?? null },
    at: at.toISOString(),
  }));
}

const changedMeanwhile = (version: number, basedOn: number): AppError =>
  new AppError(
    "conflict",
    `The note was changed meanwhile: it is at version ${version}, and you edited version ${basedOn}. Look at what is new, then save yours again.`,
    { params: { reason: "note-changed", version, basedOn } },
  );
