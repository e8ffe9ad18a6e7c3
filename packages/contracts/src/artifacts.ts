import { z } from "zod";
import { operation, reading } from "./operation.ts";
import { Empty, Instant, PageQuery, pageOf } from "./page.ts";

/** An entry of a directory. `path` is relative to the run's artifact root; directories have no size or digest. */
export const ArtifactEntry = z.object({
  path: z.string(),
  isDirectory: z.boolean(),
  sizeBytes: z.int().nullable(),
  sha256: z.string().nullable(),
  updatedAt: Instant.nullable(),
});
export type ArtifactEntry = z.infer<typeof ArtifactEntry>;

const RunRef = z.object({ runId: z.string().max(256) });
const PathQuery = z.object({ path: z.string().min(1).max(4000) });

export const listRunArtifacts = operation({
  id: "artifacts.listRunArtifacts",
  method: "GET",
  path: "/runs/:runId/artifacts",
  summary: "Lists a directory of a run's artifacts; the root without `path`.",
  params: RunRef,
  query: PageQuery.extend({ path: z.string().max(4000).default("") }),
  response: pageOf(ArtifactEntry),
  permission: "artifact:read",
  audit: reading,
});

/** Streamed; supports `Range`. HTML and SVG arrive as sandboxed documents that cannot act as the portal. */
export const readRunArtifact = operation({
  id: "artifacts.readRunArtifact",
  method: "GET",
  path: "/runs/:runId/artifacts/content",
  summary: "Streams one artifact of a run; supports ranges.",
  params: RunRef,
  // Images, frames and downloads cannot send the header that names the workspace of a session.
  query: PathQuery.extend({ download: z.stringbool().default(false), workspace: z.string().max(63).optional() }),
  response: z.unknown(),
  permission: "artifact:read",
  audit: reading,
});

/** A larger file is not read as a table; whoever wants it downloads it. */
export const tableBytesMax = 67_108_864;
/** Columns that a table is shown with at most. */
export const tableColumnsMax = 500;

/** A column of a file; cells of CSV are shown as they stand there, as text. */
const TableColumn = z.object({
  name: z.string(),
  type: z.enum(["integer", "number", "boolean", "text", "timestamp", "date", "other"]),
});

/** Rows of a CSV or Parquet file, from `offset` on. Values longer than 500 characters end with an ellipsis. */
export const ArtifactTable = z.object({
  format: z.enum(["csv", "parquet"]),
  sizeBytes: z.int(),
  /** All rows of the file. */
  totalRows: z.int(),
  columns: z.array(TableColumn),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  hasMore: z.boolean(),
});
export type ArtifactTable = z.infer<typeof ArtifactTable>;

export const readRunTable = operation({
  id: "artifacts.readRunTable",
  method: "GET",
  path: "/runs/:runId/artifacts/table",
  summary: "Returns some rows of a run's CSV or Parquet file of up to 64 MiB and 500 columns.",
  params: RunRef,
  query: PathQuery.extend({
    offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  response: ArtifactTable,
  permission: "artifact:read",
  audit: reading,
});

export const writeRunArtifact = operation({
  id: "artifacts.writeRunArtifact",
  method: "PUT",
  path: "/runs/:runId/artifacts/content",
  summary: "Stores the request's body as an artifact of a run.",
  params: RunRef,
  query: PathQuery,
  response: ArtifactEntry,
  permission: "artifact:write",
  audit: "artifacts.artifact.write",
  rateLimit: "ingest",
});

export const deleteRunArtifact = operation({
  id: "artifacts.deleteRunArtifact",
  method: "DELETE",
  path: "/runs/:runId/artifacts/content",
  summary: "Deletes an artifact, or a directory with all below it.",
  params: RunRef,
  query: PathQuery,
  response: Empty,
  permission: "artifact:delete",
  audit: "artifacts.artifact.delete",
});

export const artifactOperations = [listRunArtifacts, readRunArtifact, readRunTable, writeRunArtifact, deleteRunArtifact] as const;
