import type { Report, ReportSummary } from "@plumbline/contracts/experiments/report";
import * as contract from "@plumbline/contracts/experiments/report";
import { namesOfActors } from "../../access/index.ts";
import { type Ctx, decodeCursor, encodeCursor, notFound, query, workspaceOf } from "../../kernel/index.ts";
import { mayEdit } from "../saved-views/view-rules.ts";
import * as store from "../store/reports.ts";

export const listReports = query(contract.listReports, async (ctx, { limit, cursor }) => {
  const workspaceId = workspaceOf(ctx).id;
  const order = JSON.stringify(["reports", workspaceId, ctx.actor.id]);
  const after = cursor ? decodeCursor(order, cursor) : undefined;
  const rows = await store.listReportRows(ctx.tx, workspaceId, { viewerId: ctx.actor.id, limit, after });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { items: await summaries(ctx, page), nextCursor: last ? encodeCursor(order, [last.updated_at.toISOString(), last.id]) : null };
});

export const getReport = query(contract.getReport, async (ctx, { reportId }) => showReport(ctx, await requireReport(ctx, reportId)));

export const listReportVersions = query(contract.listReportVersions, async (ctx, { reportId, limit, cursor }) => {
  const workspaceId = workspaceOf(ctx).id;
  const { id } = await requireReport(ctx, reportId);
  const order = JSON.stringify(["report-versions", workspaceId, id]);
  const before = cursor ? Number(decodeCursor(order, cursor)[0]) : undefined;
  const rows = await store.listVersionRows(ctx.tx, workspaceId, { id, before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const names = await namesOfActors(
    ctx,
    page.map(({ author_id }) => author_id),
  );
  return {
    items: page.map(({ author_id, at, ...version }) => ({
      ...version,
      author: { id: author_id, name: names.get(author_id) ?? null },
      at: at.toISOString(),
    })),
    nextCursor: rows.length > limit && last ? encodeCursor(order, [last.revision]) : null,
  };
});

/** The report, or not-found: also for somebody else's private one. */
async function requireReport(ctx: Ctx, id: string): Promise<store.ReportRow> {
  const row = await store.findReport(ctx.tx, workspaceOf(ctx).id, { id, viewerId: ctx.actor.id });
  if (!row) throw notFound("report", id);
  return row;
}

export async function showReport(ctx: Ctx, row: store.ReportRow): Promise<Report> {
  const [summary] = await summaries(ctx, [row]);
  if (!summary) throw new Error("a report that is there cannot be shown");
  return { ...summary, text: row.text };
}

async function summaries(ctx: Ctx, rows: readonly store.ReportRow[]): Promise<ReportSummary[]> {
  const names = await namesOfActors(
    ctx,
    rows.flatMap((row) => [row.owner_id, row.updated_by]),
  );
  const actor = (id: string) => ({ id, name: names.get(id) ?? null });
  return rows.map((row) => ({
    reportId: row.id,
    title: row.title,
    isShared: row.is_shared,
    owner: actor(row.owner_id),
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    updatedBy: actor(row.updated_by),
    isEditable: mayEdit(ctx, { ownerId: row.owner_id, isShared: row.is_shared }),
  }));
}
