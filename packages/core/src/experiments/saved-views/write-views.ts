import * as contract from "@plumbline/contracts/experiments/saved-view";
import { AppError, type Ctx, command, notFound, uuidv7, workspaceOf } from "../../kernel/index.ts";
import { findExperiment } from "../store/experiments.ts";
import * as store from "../store/saved-views.ts";
import { heldView, requireView, showView } from "./show-view.ts";
import { mayEdit, nameKeyOf } from "./view-rules.ts";

export const createSavedView = command(contract.createSavedView, async (ctx, { experimentId, ...given }) => {
  if (experimentId !== null && !(await findExperiment(ctx.tx, workspaceOf(ctx).id, Number(experimentId)))) {
    throw notFound("experiment", experimentId);
  }
  if (given.isShared) requireSharing(ctx);
  return made(ctx, await insert(ctx, { ...given, experimentId: experimentId === null ? null : Number(experimentId) }));
});

export const duplicateSavedView = command(contract.duplicateSavedView, async (ctx, { viewId, name }) => {
  const { experiment_id: experimentId, content } = await requireView(ctx, viewId);
  return made(ctx, await insert(ctx, { experimentId, name, isShared: false, content }));
});

export const updateSavedView = command(contract.updateSavedView, async (ctx, { viewId, basedOn, ...given }) => {
  const before = await editable(ctx, viewId);
  if (before.revision !== basedOn) throw changedMeanwhile(before.revision, basedOn);
  const isShared = given.isShared ?? before.is_shared;
  if (isShared !== before.is_shared) await checkSharing(ctx, before);
  const to = { name: given.name ?? before.name, isShared, content: given.content ?? before.content };
  const nameKey = nameKeyOf({ ...to, experimentId: before.experiment_id, ownerId: before.owner_id });
  const after = await store.changeView(ctx.tx, workspaceOf(ctx).id, { ...to, id: viewId, nameKey, by: ctx.actor.id, now: ctx.now });
  if (!after) throw nameTaken(to);
  return { result: await showView(ctx, after), subject: subjectOf(after), before: audited(before), after: audited(after) };
});

export const deleteSavedView = command(contract.deleteSavedView, async (ctx, { viewId }) => {
  const before = await editable(ctx, viewId);
  await store.removeView(ctx.tx, workspaceOf(ctx).id, viewId);
  return { result: {}, subject: subjectOf(before), before: audited(before) };
});

export const setDefaultView = command(contract.setDefaultView, async (ctx, { experimentId, viewId }) => {
  const workspaceId = workspaceOf(ctx).id;
  const experiment = await findExperiment(ctx.tx, workspaceId, Number(experimentId));
  if (!experiment) throw notFound("experiment", experimentId);
  const before = (await store.findDefaultView(ctx.tx, workspaceId, experiment.id)) ?? null;
  if (viewId === null) await store.removeDefaultView(ctx.tx, workspaceId, experiment.id);
  else {
    checkDefault(await heldView(ctx, viewId), experiment.id);
    await store.putDefaultView(ctx.tx, workspaceId, { experimentId: experiment.id, viewId });
  }
  return {
    result: {},
    subject: { kind: "experiment", id: experimentId },
    before: { defaultView: before },
    after: { defaultView: viewId },
    changes: [{ topic: "experiment", subject: experimentId, kind: "update" }],
  };
});

interface Given {
  readonly experimentId: number | null;
  readonly name: string;
  readonly isShared: boolean;
  readonly content: contract.SavedViewContent;
}

async function insert(ctx: Ctx, given: Given): Promise<store.SavedViewRow> {
  const workspaceId = workspaceOf(ctx).id;
  const ownerId = ctx.actor.id;
  if ((await store.countViewsOf(ctx.tx, workspaceId, ownerId)) >= contract.savedViewsMax) {
    throw new AppError("conflict", `You keep ${contract.savedViewsMax} views here, and may keep no more. Delete one first.`, {
      params: { reason: "views-max" },
    });
  }
  const view = { ...given, id: uuidv7(ctx.now.getTime()), ownerId, nameKey: nameKeyOf({ ...given, ownerId }), now: ctx.now };
  const row = await store.insertView(ctx.tx, workspaceId, view);
  if (!row) throw nameTaken(given);
  return row;
}

async function editable(ctx: Ctx, viewId: string): Promise<store.SavedViewRow> {
  const row = await heldView(ctx, viewId);
  if (mayEdit(ctx, { ownerId: row.owner_id, isShared: row.is_shared })) return row;
  throw new AppError("forbidden", 'This view is somebody else\'s: changing it needs "view:manage". Save a copy of your own instead.');
}

function requireSharing(ctx: Ctx): void {
  if (ctx.permissions.has("view:share")) return;
  throw new AppError(
    "forbidden",
    'Sharing a view needs "view:share". Save it as your own, or ask a contributor of the workspace to share it.',
  );
}

/** Whether a private view may become a shared one, or the other way round. */
async function checkSharing(ctx: Ctx, view: store.SavedViewRow): Promise<void> {
  requireSharing(ctx);
  if (view.is_shared && view.owner_id !== ctx.actor.id) {
    throw new AppError("forbidden", "Only its owner can make a shared view private: for everybody else it would be gone.");
  }
  if (view.is_shared && (await store.isDefaultView(ctx.tx, workspaceOf(ctx).id, view.id))) {
    throw new AppError("conflict", "An experiment opens with this view. Choose another default there, then make it private.", {
      params: { reason: "view-is-default" },
    });
  }
}

function checkDefault(view: store.SavedViewRow, experimentId: number): void {
  if (!view.is_shared) {
    throw new AppError("conflict", "A private view cannot be what everybody opens the experiment with. Share it first.", {
      params: { reason: "view-is-private" },
    });
  }
  if (view.experiment_id !== null && view.experiment_id !== experimentId) {
    throw new AppError(
      "conflict",
      `This view belongs to experiment ${view.experiment_id}. Choose one of this experiment or of the workspace.`,
      {
        params: { reason: "view-of-another-experiment" },
      },
    );
  }
}

const nameTaken = ({ name, isShared }: { name: string; isShared: boolean }): AppError =>
  new AppError(
    "conflict",
    `${isShared ? "A shared view" : "A private view of yours"} is called "${name}" here already. Choose another name.`,
    {
      params: { reason: "view-name-taken" },
      fields: [{ path: "name", message: "is taken" }],
    },
  );

const changedMeanwhile = (revision: number, basedOn: number): AppError =>
  new AppError(
    "conflict",
    `Somebody else changed this view meanwhile: it is at revision ${revision}, and you edited revision ${basedOn}. Open the newest one, or save yours under another name.`,
    { params: { reason: "view-changed", revision, basedOn } },
  );

const subjectOf = ({ id }: store.SavedViewRow) => ({ kind: "saved-view", id });

// Names and filters are free text: what an event says can never be erased.
const audited = (row: store.SavedViewRow) => ({
  experimentId: row.experiment_id,
  ownerId: row.owner_id,
  isShared: row.is_shared,
  revision: row.revision,
});

const made = async (ctx: Ctx, row: store.SavedViewRow) => ({
  result: await showView(ctx, row),
  subject: subjectOf(row),
  after: audited(row),
});
