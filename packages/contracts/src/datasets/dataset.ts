import { z } from "zod";
import { KeyValue } from "#src/experiments/experiment.ts";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant, PageQuery, pageOf } from "#src/page.ts";
import { Actor, ModelName } from "#src/registry/model.ts";

/** The characters of a model's name. */
export const DatasetName = ModelName;
export const DatasetRef = z.object({ dataset: DatasetName });

/** What is known of a version's file: `none` where there is no file. */
export const ProfileState = z.enum(["none", "queued", "running", "ready", "failed"]);
export type ProfileState = z.infer<typeof ProfileState>;

const Words = z.string().max(5000);
const Tags = z.array(z.object({ key: z.string().min(1).max(250), value: z.string().max(5000) })).max(100);
const Governance = z.object({
  description: Words,
  /** What the data was collected for, and may be used for. */
  purpose: Words,
  /** A member of the workspace who answers for the data. */
  ownerId: z.uuid().nullable(),
  /** How long the data is to be kept, in days; null where nobody has said. Nothing is deleted by it. */
  retentionDays: z.int().min(1).max(36_500).nullable(),
  tags: Tags,
});

export const Dataset = Governance.extend({
  name: z.string(),
  owner: Actor.nullable(),
  tags: z.array(KeyValue),
  versionCount: z.int(),
  latest: z
    .object({
      version: z.int(),
      isVerified: z.boolean(),
      profileState: ProfileState,
      rowCount: z.int().nullable(),
      sizeBytes: z.int().nullable(),
      createdAt: Instant,
    })
    .nullable(),
  createdBy: Actor,
  createdAt: Instant,
  /** When the dataset was edited, or got a version. */
  updatedAt: Instant,
});
export type Dataset = z.infer<typeof Dataset>;

export const listDatasets = operation({
  id: "datasets.listDatasets",
  method: "GET",
  path: "/datasets",
  summary: "Lists datasets by name.",
  query: PageQuery.extend({ search: z.string().max(200).default("") }),
  response: pageOf(Dataset),
  permission: "dataset:read",
  audit: reading,
});

export const createDataset = operation({
  id: "datasets.createDataset",
  method: "POST",
  path: "/datasets",
  summary: "Begins a dataset. Whoever begins it owns it, unless somebody else is named.",
  body: Governance.partial().extend({ name: DatasetName }),
  response: Dataset,
  permission: "dataset:write",
  audit: "datasets.dataset.create",
  idempotent: true,
});

export const getDataset = operation({
  id: "datasets.getDataset",
  method: "GET",
  path: "/datasets/:dataset",
  summary: "Returns a dataset.",
  params: DatasetRef,
  response: Dataset,
  permission: "dataset:read",
  audit: reading,
});

/** A name stays: versions are known by it in lineage and in scripts. */
export const updateDataset = operation({
  id: "datasets.updateDataset",
  method: "PATCH",
  path: "/datasets/:dataset",
  summary: "Changes what is said of a dataset: description, purpose, owner, retention, tags.",
  params: DatasetRef,
  body: Governance.partial(),
  response: Dataset,
  permission: "dataset:write",
  audit: "datasets.dataset.update",
});

export const deleteDataset = operation({
  id: "datasets.deleteDataset",
  method: "DELETE",
  path: "/datasets/:dataset",
  summary:
    "Deletes a dataset; with `deleteVersions` its versions and their files too. Versions that evidence rests on stay, and so does the dataset.",
  params: DatasetRef,
  query: z.object({ deleteVersions: z.stringbool().default(false) }),
  response: Empty,
  permission: "dataset:delete",
  audit: "datasets.dataset.delete",
});

export const datasetOperations = [listDatasets, createDataset, getDataset, updateDataset, deleteDataset] as const;
