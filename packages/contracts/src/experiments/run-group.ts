import { z } from "zod";

/** What runs are put together by. A run without the key belongs to the group without a value. */
export const RunGrouping = z.discriminatedUnion("by", [
  z.strictObject({ by: z.enum(["param", "tag"]), key: z.string().min(1).max(250) }),
  z.strictObject({ by: z.enum(["dataset", "parent", "status", "user"]) }),
]);
export type RunGrouping = z.infer<typeof RunGrouping>;
