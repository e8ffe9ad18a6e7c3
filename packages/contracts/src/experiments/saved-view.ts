import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant, PageQuery, pageOf } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";
import { ExperimentId } from "./experiment.ts";
import { RunGrouping } from "./run-group.ts";

/** Views that one person or account may keep in a workspace. */
export const savedViewsMax = 200;
/** Size of a view's content as JSON, in characters. */
export const savedViewContentMax = 131_072;

// JSON.stringify writes both as escapes.
const isStorable = (json: string): boolean => !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(json);

const ColumnText = z.string().min(1).max(600);

/** What a table of runs shows and how, as its page's address holds it. */
export const SavedViewContent = z
  .strictObject({
    /** Version of this shape. */
    version: z.literal(1),
    filter: z.string().max(20_000).default(""),
    sort: z.strictObject({ column: ColumnText, isDescending: z.boolean() }).nullable().default(null),
    /** Null shows the columns that whoever has not chosen sees. */
    columns: z.array(ColumnText).max(500).nullable().default(null),
    /** In pixels, by column; those that are left out have their own. */
    widths: z
      .record(ColumnText, z.int().min(40).max(2000))
      .refine((widths) => Object.keys(widths).length <= 500, "at most 500 columns")
      .default({}),
    /** Columns that stay in sight beside the name. */
    pinned: z.array(ColumnText).max(20).default([]),
    grouping: RunGrouping.nullable().default(null),
    mode: z.enum(["table", "split", "charts"]).default("table"),
    scope: z.enum(["all", "top", "deleted"]).default("all"),
    isCompact: z.boolean().default(false),
    /** Panels of charts, each as the charts describe it. */
    charts: z.array(z.record(z.string(), z.json())).max(100).default([]),
  })
  .refine((content) => isStorable(JSON.stringify(content)), "cannot hold the character NUL or half of a surrogate pair")
  .refine((content) => JSON.stringify(content).length <= savedViewContentMax, `at most ${savedViewContentMax} characters as JSON`);
export type SavedViewContent = z.infer<typeof SavedViewContent>;

/** Unique, whatever its case, among the shared views of an experiment or of the workspace, and among the private ones of each person. */
export const SavedViewName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, "cannot hold control characters");

export const SavedView = z.object({
  viewId: z.string(),
  /** Null: offered in every experiment of the workspace. */
  experimentId: z.string().nullable(),
  name: z.string(),
  /** Everybody in the workspace sees a shared view; any other only its owner. */
  isShared: z.boolean(),
  owner: Actor,
  content: SavedViewContent,
  /** Counts up with each change. */
  revision: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
  updatedBy: Actor,
  /** Whether the caller may change and delete it. */
  isEditable: z.boolean(),
});
export type SavedView = z.infer<typeof SavedView>;

const ViewRef = z.object({ viewId: z.uuid() });

export const listSavedViews = operation({
  id: "experiments.listSavedViews",
  method: "GET",
  path: "/views",
  summary: "Lists the caller's own and the shared views by name: those of an experiment and of the whole workspace, or all.",
  query: PageQuery.extend({ experimentId: ExperimentId.optional() }),
  /** `defaultViewId`: what the experiment's page opens with. */
  response: pageOf(SavedView).extend({ defaultViewId: z.string().nullable() }),
  permission: "run:read",
  audit: reading,
});

export const createSavedView = operation({
  id: "experiments.createSavedView",
  method: "POST",
  path: "/views",
  summary: "Saves a view of runs, private or shared with the workspace.",
  body: z.object({
    experimentId: ExperimentId.nullable(),
    name: SavedViewName,
    isShared: z.boolean().default(false),
    content: SavedViewContent,
  }),
  response: SavedView,
  permission: "view:self",
  audit: "experiments.saved-view.create",
  idempotent: true,
});

export const getSavedView = operation({
  id: "experiments.getSavedView",
  method: "GET",
  path: "/views/:viewId",
  summary: "Returns a view; somebody else's private one does not exist for the caller.",
  params: ViewRef,
  response: SavedView,
  permission: "run:read",
  audit: reading,
});

export const updateSavedView = operation({
  id: "experiments.updateSavedView",
  method: "PATCH",
  path: "/views/:viewId",
  summary: "Changes a view's name, content or whether it is shared; refused where somebody else changed it meanwhile.",
  params: ViewRef,
  body: z.object({
    /** The revision that was edited. */
    basedOn: z.int().min(1),
    name: SavedViewName.optional(),
    isShared: z.boolean().optional(),
    content: SavedViewContent.optional(),
  }),
  response: SavedView,
  permission: "view:self",
  audit: "experiments.saved-view.update",
});

export const deleteSavedView = operation({
  id: "experiments.deleteSavedView",
  method: "DELETE",
  path: "/views/:viewId",
  summary: "Deletes a view. Experiments that opened with it open without one.",
  params: ViewRef,
  response: Empty,
  permission: "view:self",
  audit: "experiments.saved-view.delete",
});

export const duplicateSavedView = operation({
  id: "experiments.duplicateSavedView",
  method: "POST",
  path: "/views/:viewId/duplicate",
  summary: "Makes a private copy of a view, for the caller.",
  params: ViewRef,
  body: z.object({ name: SavedViewName }),
  response: SavedView,
  permission: "view:self",
  audit: "experiments.saved-view.duplicate",
  idempotent: true,
});

export const setDefaultView = operation({
  id: "experiments.setDefaultView",
  method: "PUT",
  path: "/experiments/:experimentId/default-view",
  summary: "Chooses the shared view that an experiment's page opens with, or none.",
  params: z.object({ experimentId: ExperimentId }),
  body: z.object({ viewId: z.uuid().nullable() }),
  response: Empty,
  permission: "view:share",
  audit: "experiments.experiment.set-default-view",
});

export const savedViewOperations = [
  listSavedViews,
  createSavedView,
  getSavedView,
  updateSavedView,
  deleteSavedView,
  duplicateSavedView,
  setDefaultView,
] as const;
