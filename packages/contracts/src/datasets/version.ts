import { z } from "zod";
import { Stage } from "#src/approvals/stage.ts";
import { RunRef, RunStatus } from "#src/experiments/run.ts";
import { operation, reading } from "#src/operation.ts";
import { Instant, PageQuery, pageOf } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";
import { DatasetRef, ProfileState } from "./dataset.ts";

/** Largest file of one version: what the profile can read. `ARTIFACT_LIMIT_BYTES` may set less. */
export const datasetFileMaxBytes = 4_294_967_296;

export const DatasetVersionRef = DatasetRef.extend({ version: z.coerce.number().int().min(1).max(2_147_483_647) });

/** Where a version came from. */
export const VersionOrigin = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("upload"), fileName: z.string(), format: z.enum(["csv", "parquet"]), sizeBytes: z.int() }),
  /** What a client logged as input of a run; the platform has not seen the data. */
  z.object({ kind: z.literal("input"), runId: z.string(), name: z.string(), sourceType: z.string(), source: z.string() }),
]);

/** One state of a dataset; it never changes. */
export const DatasetVersion = z.object({
  dataset: z.string(),
  version: z.int(),
  /** Whether the platform took the digest from the bytes itself. */
  isVerified: z.boolean(),
  /** SHA-256 in hex where it is verified, else as the client logged it. */
  digest: z.string(),
  /** Its node in the lineage. Runs that log a dataset of this name and digest are linked to the version. */
  lineage: z.object({ name: z.string(), digest: z.string() }),
  origin: VersionOrigin,
  profile: z.object({
    state: ProfileState,
    /** 0 to 1. */
    progress: z.number(),
    /** What is being done, or why it failed. */
    message: z.string(),
    updatedAt: Instant.nullable(),
    rowCount: z.int().nullable(),
    columnCount: z.int().nullable(),
  }),
  createdBy: Actor,
  createdAt: Instant,
});
export type DatasetVersion = z.infer<typeof DatasetVersion>;

/** `isNew` is false where the dataset had the same data already: then that version is the answer. */
export const MadeVersion = DatasetVersion.extend({ isNew: z.boolean() });
export type MadeVersion = z.infer<typeof MadeVersion>;

export const listVersions = operation({
  id: "datasets.listVersions",
  method: "GET",
  path: "/datasets/:dataset/versions",
  summary: "Lists the versions of a dataset, newest first.",
  params: DatasetRef,
  query: PageQuery,
  response: pageOf(DatasetVersion),
  permission: "dataset:read",
  audit: reading,
});

export const getVersion = operation({
  id: "datasets.getVersion",
  method: "GET",
  path: "/datasets/:dataset/versions/:version",
  summary: "Returns a version of a dataset.",
  params: DatasetVersionRef,
  response: DatasetVersion,
  permission: "dataset:read",
  audit: reading,
});

/** The SHA-256 is taken while the bytes arrive. */
export const uploadVersion = operation({
  id: "datasets.uploadVersion",
  method: "PUT",
  path: "/datasets/:dataset/versions",
  summary:
    "Makes a version of the request's body, a CSV or Parquet file of at most 4 GiB. Bytes that a version has already answer that version.",
  params: DatasetRef,
  query: z.object({ name: z.string().min(1).max(300) }),
  response: MadeVersion,
  permission: "dataset:write",
  audit: "datasets.version.upload",
});

export const createVersionFromInput = operation({
  id: "datasets.createVersionFromInput",
  method: "POST",
  path: "/datasets/:dataset/versions/from-input",
  summary:
    "Makes a version of a dataset that a run logged as its input. Digest, schema and profile are the client's own; they stay unverified.",
  params: DatasetRef,
  body: z.object({ runId: RunRef.shape.runId, name: z.string().min(1).max(500), digest: z.string().min(1).max(36) }),
  response: MadeVersion,
  permission: "dataset:write",
  audit: "datasets.version.from-input",
});

/** Streamed. */
export const readVersionFile = operation({
  id: "datasets.readVersionFile",
  method: "GET",
  path: "/datasets/:dataset/versions/:version/content",
  summary: "Streams a version's file. The whole file is compared with its digest as it passes, and cut where it differs; ranges are not.",
  params: DatasetVersionRef,
  // Downloads cannot send the header that names the workspace of a session.
  query: z.object({ workspace: z.string().max(63).optional() }),
  response: z.unknown(),
  permission: "dataset:read",
  audit: reading,
});

/** What a version went into. At most 200 of each, newest first; `isCut` where there are more. */
export const DatasetUses = z.object({
  runs: z.array(z.object({ runId: z.string(), name: z.string(), experimentId: z.string(), status: RunStatus, usedAt: Instant })),
  loggedModels: z.array(z.object({ modelId: z.string(), name: z.string(), runId: z.string() })),
  modelVersions: z.array(z.object({ model: z.string(), version: z.int(), stage: Stage })),
  isCut: z.boolean(),
});
export type DatasetUses = z.infer<typeof DatasetUses>;

export const listUses = operation({
  id: "datasets.listUses",
  method: "GET",
  path: "/datasets/:dataset/versions/:version/uses",
  summary: "Lists the runs that logged a version as input, and the models and model versions that came of them.",
  params: DatasetVersionRef,
  response: DatasetUses,
  permission: "dataset:read",
  audit: reading,
});

export const datasetVersionOperations = [
  listVersions,
  getVersion,
  uploadVersion,
  createVersionFromInput,
  readVersionFile,
  listUses,
] as const;
