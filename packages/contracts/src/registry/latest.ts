import { z } from "zod";
import { Stage } from "#src/approvals/stage.ts";
import { operation, reading } from "#src/operation.ts";
import { ModelName } from "./model.ts";
import { ModelVersion } from "./version.ts";

/** The most models of one question; a page of a search holds as many. */
export const latestModelsMax = 1000;

export const listLatestVersions = operation({
  id: "registry.listLatestVersions",
  method: "POST",
  path: "/models/latest-versions",
  summary: "Returns the newest version in each stage of the given models. Models that are not there are passed over.",
  body: z.object({
    models: z.array(ModelName).min(1).max(latestModelsMax),
    /** All of them when left out. */
    stages: z.array(Stage).min(1).max(10).optional(),
  }),
  response: z.object({ items: z.array(ModelVersion) }),
  permission: "registry:read",
  audit: reading,
});

export const latestOperations = [listLatestVersions] as const;
