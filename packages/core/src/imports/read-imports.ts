import * as contract from "@plumbline/contracts/imports";
import { z } from "zod";
import { AppError, decodeCursor, encodeCursor, notFound, query, workspaceOf } from "../kernel/index.ts";
import { toImports } from "./import-view.ts";
import * as store from "./store/imports.ts";
import { listProblems } from "./store/problems.ts";

const order = "imports";

export const listImports = query(contract.listImports, async (ctx, { limit, cursor }) => {
  const before = cursor === undefined ? null : positionOf(z.uuid(), decodeCursor(order, cursor));
  const rows = await store.listImports(ctx.tx, workspaceOf(ctx).id, { before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: await toImports(ctx, page), nextCursor: rows.length > limit && last ? encodeCursor(order, [last.id]) : null };
});

export const getImport = query(contract.getImport, async (ctx, { importId }) => {
  const row = await store.findImport(ctx.tx, workspaceOf(ctx).id, importId);
  const [found] = row ? await toImports(ctx, [row]) : [];
  if (!found) throw notFound("import", importId);
  return found;
});

export const listImportProblems = query(contract.listImportProblems, async (ctx, { importId, limit, cursor }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  if (!(await store.findImport(ctx.tx, workspaceId, importId))) throw notFound("import", importId);
  const problemOrder = `import problems ${importId}`;
  const after = cursor === undefined ? 0 : positionOf(z.int(), decodeCursor(problemOrder, cursor));
  const rows = await listProblems(ctx.tx, workspaceId, { importId, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ kind, subject, reason, isLoss }) => ({ kind, subject, reason, isLoss })),
    nextCursor: rows.length > limit && last ? encodeCursor(problemOrder, [last.id]) : null,
  };
});

function positionOf<S extends z.ZodType>(schema: S, given: unknown[]): z.output<S> {
  const position = z.tuple([schema]).safeParse(given);
  if (!position.success) throw new AppError("invalid", "The page cursor does not belong to this list. Start again without it.");
  return position.data[0] as z.output<S>;
}
