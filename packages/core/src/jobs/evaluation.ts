import { z } from "zod";

/** An evaluation of a version that a policy names. */
export const Evaluation = z.object({
  model: z.string(),
  version: z.int(),
  /** Name of a job template. */
  template: z.string(),
  /** Who registered the version: the evaluation runs with what they may do. */
  by: z.object({ kind: z.enum(["user", "service-account"]), id: z.string() }),
});
export type Evaluation = z.infer<typeof Evaluation>;
