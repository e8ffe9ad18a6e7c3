import { z } from "zod";
import { RiskTier, Stage } from "#src/approvals/stage.ts";
import { KeyValue } from "#src/experiments/experiment.ts";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant, PageQuery, pageOf } from "#src/page.ts";

/** 1 to 256 characters, none of them `/` or `:`, which separate name and version in a URI. */
export const ModelName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^/:\p{Cc}]+$/u, "cannot hold / or : or control characters")
  .refine((name) => name.trim() === name, "cannot begin or end with a space");
export const ModelRef = z.object({ model: ModelName });

export const AliasName = z
  .string()
  .regex(/^[\w-]{1,255}$/, "1 to 255 letters, digits, underscores or hyphens")
  .refine((alias) => alias.toLowerCase() !== "latest" && !/^v\d+$/i.test(alias), "latest and v1, v2, … are taken by versions themselves");

/** Who acted, by id; the name is null once they are gone. */
export const Actor = z.object({ id: z.string(), name: z.string().nullable() });
export type Actor = z.infer<typeof Actor>;

const Words = z.string().max(5000);
/** How a model begins: why it exists, who answers for it, and how much harm it can do. */
export const Intake = z.object({
  purpose: Words,
  /** A member of the workspace who answers for the model's value and risk. */
  businessOwnerId: z.uuid().nullable(),
  successCriteria: Words,
  intendedUse: Words,
  outOfScopeUse: Words,
  /** Null until somebody has judged it; nothing goes to production without. */
  tier: RiskTier.nullable(),
  /** An external model is run by its vendor; the inventory lists it, nothing here deploys it. */
  kind: z.enum(["internal", "external"]),
  vendor: z.string().max(200),
  dependencies: z
    .array(z.object({ direction: z.enum(["upstream", "downstream"]), kind: z.string().max(50), name: z.string().min(1).max(300) }))
    .max(100),
});
export type Intake = z.infer<typeof Intake>;

export const AliasPointer = z.object({ alias: z.string(), version: z.int() });
export const StageCount = z.object({ stage: Stage, versions: z.array(z.int()) });

export const RegisteredModel = Intake.extend({
  name: z.string(),
  description: z.string(),
  businessOwner: Actor.nullable(),
  tags: z.array(KeyValue),
  aliases: z.array(AliasPointer),
  /** Versions by stage, newest first, at most 20 each; stages without versions are left out. */
  stages: z.array(StageCount),
  versionCount: z.int(),
  latestVersion: z.int().nullable(),
  lastValidatedAt: Instant.nullable(),
  nextValidationDueAt: Instant.nullable(),
  openFindings: z.int(),
  nextFindingDueAt: Instant.nullable(),
  createdBy: Actor,
  createdAt: Instant,
  updatedAt: Instant,
});
export type RegisteredModel = z.infer<typeof RegisteredModel>;

export const listModels = operation({
  id: "registry.listModels",
  method: "GET",
  path: "/models",
  summary: "Lists models by name.",
  query: PageQuery.extend({
    search: z.string().max(200).default(""),
    tier: RiskTier.optional(),
    stage: Stage.optional(),
  }),
  response: pageOf(RegisteredModel),
  permission: "registry:read",
  audit: reading,
});

/** MLflow's own search: filter and order are its language. */
export const searchModels = operation({
  id: "registry.searchModels",
  method: "POST",
  path: "/models/search",
  summary: "Searches models by an MLflow filter, in a given order.",
  body: z.object({
    filter: z.string().max(20_000).default(""),
    orderBy: z.array(z.string().max(500)).max(20).default([]),
    limit: z.int().min(1).max(1000).default(100),
    cursor: z.string().max(8000).optional(),
  }),
  response: pageOf(RegisteredModel),
  permission: "registry:read",
  audit: reading,
});

export const createModel = operation({
  id: "registry.createModel",
  method: "POST",
  path: "/models",
  summary: "Begins a model with its intake; what is left out can be filled in later.",
  body: Intake.partial().extend({
    name: ModelName,
    description: Words.default(""),
    tags: z.array(KeyValue).max(100).default([]),
  }),
  response: RegisteredModel,
  permission: "registry:write",
  audit: "registry.model.create",
  idempotent: true,
});

export const getModel = operation({
  id: "registry.getModel",
  method: "GET",
  path: "/models/:model",
  summary: "Returns a model.",
  params: ModelRef,
  response: RegisteredModel,
  permission: "registry:read",
  audit: reading,
});

/** What became of a change that a policy may govern: applied, or asked for. */
export const GovernedOutcome = z.object({
  isApplied: z.boolean(),
  /** The request that decides it; null where no policy governs the change. */
  requestNumber: z.int().nullable(),
});
export type GovernedOutcome = z.infer<typeof GovernedOutcome>;

export const updateModel = operation({
  id: "registry.updateModel",
  method: "PATCH",
  path: "/models/:model",
  summary: "Changes description and intake of a model. Tier and kind have an operation of their own.",
  params: ModelRef,
  body: Intake.omit({ tier: true, kind: true }).partial().extend({ description: Words.optional() }),
  response: RegisteredModel,
  permission: "registry:write",
  audit: "registry.model.update",
});

export const changeTier = operation({
  id: "registry.changeTier",
  method: "POST",
  path: "/models/:model/tier",
  summary: "Sets a model's risk tier. The first one and a higher one hold at once; a lower one is a request that somebody else decides.",
  params: ModelRef,
  body: z.object({ tier: RiskTier, reason: z.string().trim().min(1).max(2000) }),
  response: GovernedOutcome,
  permission: "registry:write",
  audit: "registry.tier.change",
});

export const renameModel = operation({
  id: "registry.renameModel",
  method: "POST",
  path: "/models/:model/rename",
  summary: "Renames a model; versions, aliases and history stay with it.",
  params: ModelRef,
  body: z.object({ name: ModelName }),
  response: RegisteredModel,
  permission: "registry:write",
  audit: "registry.model.rename",
});

export const deleteModel = operation({
  id: "registry.deleteModel",
  method: "DELETE",
  path: "/models/:model",
  summary: "Removes a model none of whose versions is in production; its history stays in the record.",
  params: ModelRef,
  response: Empty,
  permission: "registry:delete",
  audit: "registry.model.delete",
});

const TagInput = z.object({ key: z.string().min(1).max(250), value: z.string().max(100_000) });

export const setModelTag = operation({
  id: "registry.setModelTag",
  method: "PUT",
  path: "/models/:model/tags",
  summary: "Sets a tag of a model. A tag that a policy matches on is governed.",
  params: ModelRef,
  body: TagInput,
  response: GovernedOutcome,
  permission: "registry:write",
  audit: "registry.model-tag.set",
});

export const deleteModelTag = operation({
  id: "registry.deleteModelTag",
  method: "DELETE",
  path: "/models/:model/tags",
  summary: "Removes a tag of a model. A tag that a policy matches on is governed.",
  params: ModelRef,
  query: z.object({ key: z.string().min(1).max(250) }),
  response: GovernedOutcome,
  permission: "registry:write",
  audit: "registry.model-tag.delete",
});

export const modelOperations = [
  listModels,
  searchModels,
  createModel,
  getModel,
  updateModel,
  changeTier,
  renameModel,
  deleteModel,
  setModelTag,
  deleteModelTag,
] as const;
