import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant } from "#src/page.ts";
import { Actor } from "./model.ts";
import { VersionRef } from "./version.ts";

const Words = z.string().max(20_000);
/** A model card's own words. What records know (metrics, data, signature, lineage) is read from them and not typed. */
export const CardFields = z.object({
  overview: Words,
  intendedUse: Words,
  outOfScopeUse: Words,
  factors: Words,
  trainingData: Words,
  evaluationData: Words,
  performance: Words,
  limitations: Words,
  ethicalConsiderations: Words,
  humanOversight: Words,
  monitoringPlan: Words,
  contact: Words,
});
export type CardFields = z.infer<typeof CardFields>;

/** The fields of a complete card, in the order of the page. */
export const cardFieldNames = Object.keys(CardFields.shape) as readonly (keyof CardFields)[];

export const ModelCard = z.object({
  model: z.string(),
  version: z.int(),
  /** 0 while nobody has edited it: the fields are filled from records. */
  revision: z.int(),
  fields: CardFields,
  /** Fields that are empty. */
  empty: z.array(z.string()),
  editedBy: Actor.nullable(),
  editedAt: Instant.nullable(),
});
export type ModelCard = z.infer<typeof ModelCard>;

export const getCard = operation({
  id: "registry.getCard",
  method: "GET",
  path: "/models/:model/versions/:version/card",
  summary: "Returns a version's model card, the newest revision or a given one.",
  params: VersionRef,
  query: z.object({ revision: z.coerce.number().int().min(0).max(100_000).optional() }),
  response: ModelCard,
  permission: "registry:read",
  audit: reading,
});

export const editCard = operation({
  id: "registry.editCard",
  method: "PUT",
  path: "/models/:model/versions/:version/card",
  summary: "Writes a new revision of a version's model card; earlier ones stay.",
  params: VersionRef,
  body: z.object({
    fields: CardFields.partial(),
    /** The revision that was edited: a card that somebody else changed meanwhile is a conflict. */
    basedOn: z.int().min(0),
  }),
  response: ModelCard,
  permission: "registry:write",
  audit: "registry.card.edit",
});

export const listCardRevisions = operation({
  id: "registry.listCardRevisions",
  method: "GET",
  path: "/models/:model/versions/:version/card/revisions",
  summary: "Lists the revisions of a version's model card, newest first.",
  params: VersionRef,
  response: z.object({ items: z.array(z.object({ revision: z.int(), editedBy: Actor, editedAt: Instant, changed: z.array(z.string()) })) }),
  permission: "registry:read",
  audit: reading,
});

export const cardOperations = [getCard, editCard, listCardRevisions] as const;
