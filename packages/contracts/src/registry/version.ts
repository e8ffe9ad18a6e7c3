import { z } from "zod";
import { RiskTier, Stage } from "#src/approvals/stage.ts";
import { KeyValue } from "#src/experiments/experiment.ts";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant, PageQuery, pageOf } from "#src/page.ts";
import { Actor, ModelName, ModelRef } from "./model.ts";

export const VersionNumber = z.coerce.number().int().min(1).max(2_147_483_647);
export const VersionRef = z.object({ model: ModelName, version: VersionNumber });

export const VersionStatus = z.enum(["PENDING_REGISTRATION", "FAILED_REGISTRATION", "READY"]);
export type VersionStatus = z.infer<typeof VersionStatus>;

export const ModelVersion = z.object({
  model: z.string(),
  version: z.int(),
  stage: Stage,
  /** Since when it has this stage. */
  stageSince: Instant,
  status: VersionStatus,
  statusMessage: z.string().nullable(),
  description: z.string(),
  tags: z.array(KeyValue),
  aliases: z.array(z.string()),
  /** As the client gave it. */
  source: z.string(),
  /** Where its files lie: what the source came to when it was registered. */
  artifactRoot: z.string(),
  runId: z.string().nullable(),
  runLink: z.string().nullable(),
  loggedModelId: z.string().nullable(),
  /**
   * SHA-256, hex, over a line `<sha256>  <size in bytes>  <path>\n` for each file in the byte order of the paths, which are relative to the
   * source; null where the files lie outside the platform or none was there.
   */
  digest: z.string().nullable(),
  fileCount: z.int(),
  sizeBytes: z.int(),
  /** When the stored bytes were last compared with the manifest. */
  verifiedAt: Instant.nullable(),
  isSigned: z.boolean(),
  flavors: z.array(z.string()),
  /** The tier that counts: the highest of every model that holds these bytes. */
  effectiveTier: RiskTier.nullable(),
  registeredBy: Actor,
  /** The person who trained it: the owner of the token that the run was logged with. */
  author: Actor.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type ModelVersion = z.infer<typeof ModelVersion>;

export const listVersions = operation({
  id: "registry.listVersions",
  method: "GET",
  path: "/models/:model/versions",
  summary: "Lists a model's versions, newest first.",
  params: ModelRef,
  query: PageQuery.extend({ stage: Stage.optional() }),
  response: pageOf(ModelVersion),
  permission: "registry:read",
  audit: reading,
});

export const searchVersions = operation({
  id: "registry.searchVersions",
  method: "POST",
  path: "/model-versions/search",
  summary: "Searches versions of all models by an MLflow filter, in a given order.",
  body: z.object({
    filter: z.string().max(200_000).default(""),
    orderBy: z.array(z.string().max(500)).max(20).default([]),
    limit: z.int().min(1).max(200_000).default(10_000),
    cursor: z.string().max(8000).optional(),
  }),
  response: pageOf(ModelVersion),
  permission: "registry:read",
  audit: reading,
});

export const registerVersion = operation({
  id: "registry.registerVersion",
  method: "POST",
  path: "/models/:model/versions",
  summary: "Registers a version from a run's artifacts, a logged model or another version, and binds it to the digests of its files.",
  params: ModelRef,
  body: z.object({
    source: z.string().min(1).max(2000),
    runId: z.string().max(256).optional(),
    loggedModelId: z.string().max(256).optional(),
    runLink: z.string().max(500).optional(),
    description: z.string().max(5000).default(""),
    tags: z.array(KeyValue).max(100).default([]),
  }),
  response: ModelVersion,
  permission: "registry:write",
  audit: "registry.version.register",
  idempotent: true,
});

export const getVersion = operation({
  id: "registry.getVersion",
  method: "GET",
  path: "/models/:model/versions/:version",
  summary: "Returns a version.",
  params: VersionRef,
  response: ModelVersion,
  permission: "registry:read",
  audit: reading,
});

export const updateVersion = operation({
  id: "registry.updateVersion",
  method: "PATCH",
  path: "/models/:model/versions/:version",
  summary: "Changes a version's description.",
  params: VersionRef,
  body: z.object({ description: z.string().max(5000) }),
  response: ModelVersion,
  permission: "registry:write",
  audit: "registry.version.update",
});

export const deleteVersion = operation({
  id: "registry.deleteVersion",
  method: "DELETE",
  path: "/models/:model/versions/:version",
  summary: "Removes a version that is not in production; its history stays in the record.",
  params: VersionRef,
  response: Empty,
  permission: "registry:delete",
  audit: "registry.version.delete",
});

/** What became of a wish for another stage. */
export const StageOutcome = z.object({ version: ModelVersion, requestNumber: z.int().nullable() });

export const moveStage = operation({
  id: "registry.moveStage",
  method: "POST",
  path: "/models/:model/versions/:version/stage",
  summary: "Moves a version to another stage where no vote is needed; otherwise refuses and names the request that decides it.",
  params: VersionRef,
  body: z.object({ stage: Stage, archiveExisting: z.boolean().default(false), reason: z.string().max(2000).default("") }),
  response: StageOutcome,
  permission: "registry:write",
  audit: "registry.stage.move",
});

export const setVersionTag = operation({
  id: "registry.setVersionTag",
  method: "PUT",
  path: "/models/:model/versions/:version/tags",
  summary: "Sets a tag of a version.",
  params: VersionRef,
  body: z.object({ key: z.string().min(1).max(250), value: z.string().max(100_000) }),
  response: Empty,
  permission: "registry:write",
  audit: "registry.version-tag.set",
});

export const deleteVersionTag = operation({
  id: "registry.deleteVersionTag",
  method: "DELETE",
  path: "/models/:model/versions/:version/tags",
  summary: "Removes a tag of a version.",
  params: VersionRef,
  query: z.object({ key: z.string().min(1).max(250) }),
  response: Empty,
  permission: "registry:write",
  audit: "registry.version-tag.delete",
});

export const versionOperations = [
  listVersions,
  searchVersions,
  registerVersion,
  getVersion,
  updateVersion,
  deleteVersion,
  moveStage,
  setVersionTag,
  deleteVersionTag,
] as const;
