import * as contract from "@plumbline/contracts/experiments/report";
import { readReport, reportBlocksMax } from "@plumbline/contracts/experiments/report-text";
import { AppError, type Ctx, command, notFound, uuidv7, workspaceOf } from "../../kernel/index.ts";
import { mayEdit } from "../saved-views/view-rules.ts";
import * as store from "../store/reports.ts";
import { showReport } from "./read-reports.ts";

export const createReport = command(contract.createReport, async (ctx, { title, text, isShared }) => {
  const workspaceId = workspaceOf(ctx).id;
  checkText(text);
  if (isShared) requireSharing(ctx);
  if ((await store.countReportsOf(ctx.tx, workspaceId, ctx.actor.id)) >= contract.reportsMax) throw tooMany();
  const row: store.ReportRow = {
    id: uuidv7(ctx.now.getTime()),
    owner_id: ctx.actor.id,
    title,
    text,
    is_shared: isShared,
    revision: 1,
    created_at: ctx.now,
    updated_at: ctx.now,
    updated_by: ctx.actor.id,
  };
  await store.putReport(ctx.tx, workspaceId, row);
  return { result: await showReport(ctx, row), subject: subjectOf(row), after: audited(row), changes: [changed(row, "create")] };
});

export const updateReport = command(contract.updateReport, async (ctx, { reportId, basedOn, ...given }) => {
  const workspaceId = workspaceOf(ctx).id;
  const before = await editable(ctx, reportId);
  if (before.revision !== basedOn) throw changedMeanwhile(before.revision, basedOn);
  const isShared = given.isShared ?? before.is_shared;
  if (isShared !== before.is_shared) checkSharing(ctx, before);
  if (given.text !== undefined) checkText(given.text);
  const after: store.ReportRow = {
    ...before,
    title: given.title ?? before.title,
    text: given.text ?? before.text,
    is_shared: isShared,
    revision: before.revision + 1,
    updated_at: ctx.now,
    updated_by: ctx.actor.id,
  };
  await store.putReport(ctx.tx, workspaceId, after);
  await store.dropVersionsUpTo(ctx.tx, workspaceId, { id: after.id, revision: after.revision - contract.reportVersionsMax });
  return {
    result: await showReport(ctx, after),
    subject: subjectOf(after),
    before: audited(before),
    after: audited(after),
    changes: [changed(after, "update")],
  };
});

export const deleteReport = command(contract.deleteReport, async (ctx, { reportId }) => {
  const before = await editable(ctx, reportId);
  await store.removeReport(ctx.tx, workspaceOf(ctx).id, before.id);
  return { result: {}, subject: subjectOf(before), before: audited(before), changes: [changed(before, "delete")] };
});

async function editable(ctx: Ctx, id: string): Promise<store.ReportRow> {
  const row = await store.lockReport(ctx.tx, workspaceOf(ctx).id, { id, viewerId: ctx.actor.id });
  if (!row) throw notFound("report", id);
  if (mayEdit(ctx, { ownerId: row.owner_id, isShared: row.is_shared })) return row;
  throw new AppError("forbidden", 'This report is somebody else\'s: changing it needs "view:manage". Ask its owner, or copy its text.');
}

/** A block that is wrong is shown as such; only how many there are is bounded, since each asks for runs. */
function checkText(text: string): void {
  const blocks = readReport(text).filter(({ kind }) => kind !== "text").length;
  if (blocks <= reportBlocksMax) return;
  throw new AppError("invalid", `A report has at most ${reportBlocksMax} tables and charts; this one has ${blocks}. Split it.`, {
    params: { reason: "report-blocks", max: reportBlocksMax, given: blocks },
    fields: [{ path: "text", message: `has ${blocks} tables and charts; ${reportBlocksMax} are allowed` }],
  });
}

function requireSharing(ctx: Ctx): void {
  if (ctx.permissions.has("view:share")) return;
  throw new AppError(
    "forbidden",
    'Sharing a report needs "view:share". Keep it for yourself, or ask a contributor of the workspace to share it.',
  );
}

function checkSharing(ctx: Ctx, before: store.ReportRow): void {
  requireSharing(ctx);
  if (before.is_shared && before.owner_id !== ctx.actor.id) {
    throw new AppError("forbidden", "Only its owner can make a shared report private: for everybody else it would be gone.");
  }
}

const tooMany = (): AppError =>
  new AppError("conflict", `You keep ${contract.reportsMax} reports here, and may keep no more. Delete one first.`, {
    params: { reason: "reports-max" },
  });

const changedMeanwhile = (revision: number, basedOn: number): AppError =>
  new AppError(
    "conflict",
    `Somebody else changed this report meanwhile: it is at revision ${revision}, and you edited revision ${basedOn}. Look at what is new, then save yours again.`,
    { params: { reason: "report-changed", revision, basedOn } },
  );

const subjectOf = ({ id }: store.ReportRow) => ({ kind: "report", id });

// Titles and texts are free text: what an event says can never be erased.
const audited = ({ owner_id, is_shared, revision }: store.ReportRow) => ({ ownerId: owner_id, isShared: is_shared, revision });

const changed = ({ id }: store.ReportRow, kind: string) => ({ topic: "report", subject: id, kind });
