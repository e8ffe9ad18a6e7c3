import * as contract from "@plumbline/contracts/experiments/saved-view";
import { decodeCursor, encodeCursor, notFound, query, workspaceOf } from "../../kernel/index.ts";
import { findExperiment } from "../store/experiments.ts";
import * as store from "../store/saved-views.ts";
import { requireView, showView, showViews } from "./show-view.ts";

export const listSavedViews = query(contract.listSavedViews, async (ctx, { experimentId, limit, cursor }) => {
  const workspaceId = workspaceOf(ctx).id;
  const experiment = experimentId === undefined ? undefined : Number(experimentId);
  if (experiment !== undefined && !(await findExperiment(ctx.tx, workspaceId, experiment)))
    throw notFound("experiment", experimentId ?? "");
  const list = JSON.stringify(["saved-views", workspaceId, experiment, ctx.actor.id]);
  const after = cursor ? decodeCursor(list, cursor) : undefined;
  const rows = await store.listViewRows(ctx.tx, workspaceId, { viewerId: ctx.actor.id, experimentId: experiment, limit, after });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    items: await showViews(ctx, page),
    nextCursor: last ? encodeCursor(list, [last.name, last.id]) : null,
    defaultViewId: (experiment === undefined ? undefined : await store.findDefaultView(ctx.tx, workspaceId, experiment)) ?? null,
  };
});

export const getSavedView = query(contract.getSavedView, async (ctx, { viewId }) => showView(ctx, await requireView(ctx, viewId)));
