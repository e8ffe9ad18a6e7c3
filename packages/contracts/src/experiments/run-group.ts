import { z } from "zod";

/** What runs are put together by. A run without the key belongs to the group without a value. */
export const RunGrouping = z.discriminatedUnion("by", [
  z.strictObject({ by: z.enum(["param", "tag"]), key: z.string().min(1).max(250) }),
  z.strictObject({ by: z.enum(["dataset", "parent", "status", "user"]) }),
]);
export type RunGrouping = z.infer<typeof RunGrouping>;

/** One group: a value, or null for the runs without one. A dataset is named by its digest too. */
export const RunGroupRef = z.object({
  grouping: RunGrouping,
  value: z.string().max(10_000).nullable(),
  digest: z.string().max(36).optional(),
});
export type RunGroupRef = z.infer<typeof RunGroupRef>;
