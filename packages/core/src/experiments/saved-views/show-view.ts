import type { SavedView } from "@plumbline/contracts/experiments/saved-view";
import { namesOfActors } from "../../access/index.ts";
import { type Ctx, notFound, workspaceOf } from "../../kernel/index.ts";
import { findView, lockView, type SavedViewRow } from "../store/saved-views.ts";
import { mayEdit } from "./view-rules.ts";

/** The view, or not-found: also for somebody else's private one. */
export async function requireView(ctx: Ctx, viewId: string): Promise<SavedViewRow> {
  const row = await findView(ctx.tx, workspaceOf(ctx).id, { id: viewId, viewerId: ctx.actor.id });
  if (!row) throw notFound("view", viewId);
  return row;
}

/** The same, held against other changes. */
export async function heldView(ctx: Ctx, viewId: string): Promise<SavedViewRow> {
  const row = await lockView(ctx.tx, workspaceOf(ctx).id, { id: viewId, viewerId: ctx.actor.id });
  if (!row) throw notFound("view", viewId);
  return row;
}

export async function showView(ctx: Ctx, row: SavedViewRow): Promise<SavedView> {
  const [view] = await showViews(ctx, [row]);
  if (!view) throw new Error("a view that is there cannot be shown");
  return view;
}

export async function showViews(ctx: Ctx, rows: readonly SavedViewRow[]): Promise<SavedView[]> {
  const names = await namesOfActors(
    ctx,
    rows.flatMap((row) => [row.owner_id, row.updated_by]),
  );
  const actor = (id: string) => ({ id, name: names.get(id) ?? null });
  return rows.map((row) => ({
    viewId: row.id,
    experimentId: row.experiment_id === null ? null : String(row.experiment_id),
    name: row.name,
    isShared: row.is_shared,
    owner: actor(row.owner_id),
    content: row.content,
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    updatedBy: actor(row.updated_by),
    isEditable: mayEdit(ctx, { ownerId: row.owner_id, isShared: row.is_shared }),
  }));
}
