import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant } from "#src/page.ts";
import { PoolResource } from "./pool.ts";

/** Jobs and models are those of the viewer's workspace; workspaces and flavours are sums over all. */
export const ShowbackBy = z.enum(["workspace", "flavour", "job", "model"]);
export type ShowbackBy = z.infer<typeof ShowbackBy>;

export const ShowbackQuery = z.object({
  by: ShowbackBy.default("workspace"),
  from: Instant,
  to: Instant,
  resource: PoolResource.default("gpu"),
});

export const ShowbackRow = z.object({
  /** What `by` names; for a job, its title. */
  name: z.string(),
  jobId: z.uuid().nullable(),
  isOwn: z.boolean(),
  claims: z.int(),
  allocatedHours: z.number(),
  /** Allocated hours times the share of the time that some kernel ran; null where it was not measured. */
  busyHours: z.number().nullable(),
  /** Allocated hours times the part that was active; null where it was not measured. */
  smActiveHours: z.number().nullable(),
  idleHours: z.number(),
  cost: z.number().nullable(),
  currency: z.string().nullable(),
});
export type ShowbackRow = z.infer<typeof ShowbackRow>;

export const showbackLimits = { rows: 500, days: 400 } as const;

export const getShowback = operation({
  id: "quotas.getShowback",
  method: "GET",
  path: "/quotas/showback",
  summary: "Returns hours held and used, and what they cost, by workspace, flavour, job or model: the largest 500.",
  query: ShowbackQuery,
  response: z.object({ items: z.array(ShowbackRow), isCut: z.boolean() }),
  permission: "quota:read",
  audit: reading,
});

/** Streamed as CSV, without a limit of rows. */
export const downloadShowback = operation({
  id: "quotas.downloadShowback",
  method: "GET",
  path: "/quotas/showback.csv",
  summary: "Streams the same as CSV; by job, one line for each claim.",
  query: ShowbackQuery.extend({ workspace: z.string().max(63).optional() }),
  response: z.unknown(),
  permission: "quota:read",
  audit: reading,
});

export const showbackOperations = [getShowback, downloadShowback] as const;
