import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant } from "#src/page.ts";
import { ProfileState } from "./dataset.ts";
import { DatasetVersion, DatasetVersionRef } from "./version.ts";

export const ColumnType = z.enum(["integer", "number", "boolean", "text", "timestamp", "date", "other"]);
export type ColumnType = z.infer<typeof ColumnType>;

/** Integers beyond 2^53, `NaN` and infinities are text. */
export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof Cell>;

/** Over a column's finite values. */
export const NumberProfile = z.object({
  notANumberCount: z.int(),
  infiniteCount: z.int(),
  mean: z.number(),
  standardDeviation: z.number().nullable(),
  quantiles: z.object({ p5: z.number(), p25: z.number(), p50: z.number(), p75: z.number(), p95: z.number() }),
  areQuantilesExact: z.boolean(),
  /** Bins of equal width from `from` to `to`. */
  histogram: z.object({ from: z.number(), to: z.number(), counts: z.array(z.int()) }),
});
export type NumberProfile = z.infer<typeof NumberProfile>;

export const ColumnProfile = z.object({
  name: z.string(),
  type: ColumnType,
  /** As the file's format calls it, such as `DECIMAL(18,3)`. */
  storedType: z.string(),
  nullCount: z.int(),
  distinctCount: z.int().nullable(),
  isDistinctExact: z.boolean(),
  min: Cell,
  max: Cell,
  numbers: NumberProfile.nullable(),
  /** Where there are few different values: the most frequent ones. */
  topValues: z.array(z.object({ value: Cell, count: z.int() })).nullable(),
});
export type ColumnProfile = z.infer<typeof ColumnProfile>;

export const DatasetProfile = z.object({
  state: ProfileState,
  rowCount: z.int().nullable(),
  /** Empty until the profile is ready. */
  columns: z.array(ColumnProfile),
  finishedAt: Instant.nullable(),
  /** Schema and profile as the client of a run logged them, which the platform has not checked. */
  logged: z.object({ schema: z.string().nullable(), profile: z.string().nullable() }).nullable(),
});
export type DatasetProfile = z.infer<typeof DatasetProfile>;

export const getProfile = operation({
  id: "datasets.getProfile",
  method: "GET",
  path: "/datasets/:dataset/versions/:version/profile",
  summary: "Returns what a version's file holds, column by column.",
  params: DatasetVersionRef,
  response: DatasetProfile,
  permission: "dataset:read",
  audit: reading,
});

export const previewMaxRows = 100;
/** Null until the profile is ready. Wide rows may be fewer than asked for: a preview has at most 1 MiB. */
export const DatasetPreview = z.object({
  columns: z.array(z.object({ name: z.string(), type: ColumnType })),
  rows: z.array(z.array(Cell)),
  hasMore: z.boolean(),
});
export type DatasetPreview = z.infer<typeof DatasetPreview>;

export const getPreview = operation({
  id: "datasets.getPreview",
  method: "GET",
  path: "/datasets/:dataset/versions/:version/preview",
  summary: "Returns the first rows of a version's file, at most 100.",
  params: DatasetVersionRef,
  query: z.object({ limit: z.coerce.number().int().min(1).max(previewMaxRows).default(previewMaxRows) }),
  response: z.object({ preview: DatasetPreview.nullable() }),
  permission: "dataset:read",
  audit: reading,
});

export const requestProfile = operation({
  id: "datasets.requestProfile",
  method: "POST",
  path: "/datasets/:dataset/versions/:version/profile",
  summary: "Reads a version's file again, after its profile has failed, or has not moved for an hour.",
  params: DatasetVersionRef,
  response: DatasetVersion,
  permission: "dataset:write",
  audit: "datasets.profile.request",
});

export const datasetProfileOperations = [getProfile, getPreview, requestProfile] as const;
