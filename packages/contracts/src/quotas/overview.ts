import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant } from "#src/page.ts";
import { Money, Pool, PoolResource, UseMeasure } from "./pool.ts";

export const UseRange = z.enum(["24h", "7d", "30d"]);
export type UseRange = z.infer<typeof UseRange>;

/** What is looked at: one kind of resource, of one cluster (`local` is this machine) or of all. */
export const UseScope = z.object({
  range: UseRange.default("7d"),
  resource: PoolResource.optional(),
  cluster: z.string().max(63).optional(),
});

/** A pool as it is held now. Units; `outside` is held on a cluster without any quota. */
export const PoolUse = Pool.extend({
  held: z.object({ guaranteed: z.number(), borrowed: z.number(), outside: z.number(), free: z.number() }),
  /** All that workspaces are guaranteed of it; the rest is shared by all. */
  promised: z.number(),
  idle: z.number(),
  waiting: z.object({ claims: z.int(), amount: z.number() }),
  /** Waits of what started in the range; null when nothing did. */
  waits: z.object({ p50Seconds: z.number(), p95Seconds: z.number(), count: z.int() }).nullable(),
});
export type PoolUse = z.infer<typeof PoolUse>;

/** What a workspace holds now, over the pools that are looked at. */
export const WorkspaceUse = z.object({
  workspace: z.string(),
  isOwn: z.boolean(),
  guaranteed: z.number(),
  used: z.number(),
  borrowed: z.number(),
  idle: z.number(),
  /** Average over what it holds that is measured; null where nothing is. */
  use: z.object({ measure: UseMeasure, percent: z.number() }).nullable(),
  /** Greatest part that it borrows of what can be lent; the greatest of all gives back first. */
  share: z.number(),
  borrows: z.array(z.object({ pool: z.string(), amount: z.number() })),
});
export type WorkspaceUse = z.infer<typeof WorkspaceUse>;

/** GPUs that are held and do nothing. */
export const IdleHolding = z.object({
  /** Of the claim; null for what stands outside of quotas. */
  claimId: z.uuid().nullable(),
  workspace: z.string().nullable(),
  /** On the cluster, for what stands outside of quotas. */
  namespace: z.string().nullable(),
  isOwn: z.boolean(),
  kind: z.string(),
  /** Of a job of the viewer's workspace. */
  job: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  /** Shown to the person, to who leads the workspace and to the platform team. */
  owner: z.object({ id: z.string(), name: z.string().nullable(), isMe: z.boolean() }).nullable(),
  pool: z.string(),
  flavour: z.string(),
  amount: z.number(),
  since: Instant,
  measure: UseMeasure,
  percent: z.number(),
  costPerHour: Money.nullable(),
  nudgedAt: Instant.nullable(),
});
export type IdleHolding = z.infer<typeof IdleHolding>;

export const Overview = z.object({
  resource: PoolResource,
  /** Resources and clusters that there are pools of. */
  resources: z.array(PoolResource),
  clusters: z.array(z.string()),
  at: Instant,
  pools: z.array(PoolUse),
  workspaces: z.array(WorkspaceUse),
  idle: z.array(IdleHolding),
  idleCostPerHour: Money.nullable(),
  /** Who gives back first, and why; null when nobody borrows. */
  fairShare: z.object({ workspace: z.string(), text: z.string() }).nullable(),
});
export type Overview = z.infer<typeof Overview>;

export const getOverview = operation({
  id: "quotas.getOverview",
  method: "GET",
  path: "/quotas",
  summary: "Says who holds what of the pools now: guaranteed, borrowed, outside, free, idle.",
  query: UseScope,
  response: Overview,
  permission: "quota:read",
  audit: reading,
});

/** Averages over steps of equal length. */
export const UsageSeries = z.object({
  from: Instant,
  to: Instant,
  stepSeconds: z.int(),
  resource: PoolResource,
  /** As it is now. */
  capacity: z.number(),
  series: z.array(
    z.object({
      /** Null for what stands outside of quotas. */
      workspace: z.string().nullable(),
      isOwn: z.boolean(),
      held: z.array(z.number()),
      /** Units on which some kernel ran; null where it was not measured. */
      busy: z.array(z.number().nullable()),
      /** Units that were active; null where it was not measured. */
      smActive: z.array(z.number().nullable()),
      /** Of what it held in this time; null where no pool of it had a rate. */
      cost: Money.nullable(),
    }),
  ),
  /** Of all workspaces. */
  cost: Money.nullable(),
  idle: z.object({ units: z.array(z.number()), unitHours: z.number(), cost: Money.nullable() }),
});
export type UsageSeries = z.infer<typeof UsageSeries>;

export const getUsage = operation({
  id: "quotas.getUsage",
  method: "GET",
  path: "/quotas/usage",
  summary: "Returns what workspaces held over time, what of it worked, and what was idle.",
  query: UseScope,
  response: UsageSeries,
  permission: "quota:read",
  audit: reading,
});

export const nudgeLimits = { everyMinutes: 30 } as const;

export const nudge = operation({
  id: "quotas.nudge",
  method: "POST",
  path: "/quotas/claims/:claim/nudge",
  summary: "Tells the owner of idle GPUs that they do nothing; at most once in 30 minutes. The owner is not named to the caller.",
  params: z.object({ claim: z.uuid() }),
  response: z.object({ nudgedAt: Instant }),
  permission: "quota:request",
  audit: "quotas.claim.nudge",
});

export const overviewOperations = [getOverview, getUsage, nudge] as const;
