import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";
import { ExperimentId } from "./experiment.ts";

export const retentionDaysMax = 3650;
/** Runs with this tag, whatever its value, are never deleted by themselves. */
export const keepTag = "keep";

const Days = z.int().min(1).max(retentionDaysMax).nullable();
const Rules = z.object({
  /** Deleted runs are removed for good after so many days; null: never. */
  keepDeletedDays: Days,
  /** Runs that ended so many days ago are deleted; null: never. */
  trashAfterDays: Days,
});
export type RetentionRules = z.infer<typeof Rules>;

export const Retention = Rules.extend({ updatedBy: Actor.nullable(), updatedAt: Instant.nullable() });
export type Retention = z.infer<typeof Retention>;

const Going = z.object({ runs: z.int(), isCapped: z.boolean(), names: z.array(z.string()) });
/** What would go now; `stay` are runs old enough that something still needs, or that have the tag `keep`. */
export const RetentionPreview = z.object({
  toTrash: Going,
  toRemove: Going,
  stay: z.object({ tagged: z.int(), needed: z.int() }),
});
export type RetentionPreview = z.infer<typeof RetentionPreview>;

const ExperimentRef = z.object({ experimentId: ExperimentId });

export const getRetention = operation({
  id: "experiments.getRetention",
  method: "GET",
  path: "/experiments/:experimentId/retention",
  summary: "Returns how long an experiment keeps its runs. Where nothing is set, for ever.",
  params: ExperimentRef,
  response: Retention,
  permission: "experiment:read",
  audit: reading,
});

export const setRetention = operation({
  id: "experiments.setRetention",
  method: "PUT",
  path: "/experiments/:experimentId/retention",
  summary: "Sets how long an experiment keeps deleted runs, and after how long finished ones are deleted. It is applied every hour.",
  params: ExperimentRef,
  body: Rules,
  response: Retention,
  permission: "experiment:delete",
  audit: "experiments.retention.set",
});

export const previewRetention = operation({
  id: "experiments.previewRetention",
  method: "POST",
  path: "/experiments/:experimentId/retention/preview",
  summary: "Counts the runs that would be deleted and removed now under these rules, up to 10,000. Nothing is changed.",
  params: ExperimentRef,
  body: Rules,
  response: RetentionPreview,
  permission: "experiment:read",
  audit: reading,
});

export const retentionOperations = [getRetention, setRetention, previewRetention] as const;
