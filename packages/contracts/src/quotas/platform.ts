import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { Currency, Pool, PoolResource, PoolState, PreemptionPolicy, QueueingStrategy, ReclaimPolicy } from "./pool.ts";

const Units = z.number().min(0).max(1_000_000);
const Name = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "lower-case letters, digits and hyphens, beginning and ending with a letter or digit");

/** What a workspace is given of a pool. */
export const QuotaTerms = z.object({
  nominal: Units,
  /** What it may use beyond its guarantee; null: without limit. */
  borrowingLimit: Units.nullable().default(null),
  /** What of its guarantee others may use while it does not; null: all. */
  lendingLimit: Units.nullable().default(null),
  /** Divides its share; with 0 whatever it borrows is given back first. */
  weight: z.number().min(0).max(1000).default(1),
});

export const WorkspaceQuota = QuotaTerms.extend({
  workspace: z.string(),
  /** What approved requests add to `nominal` now. */
  granted: z.number(),
  used: z.number(),
});

export const PoolSettings = Pool.extend({
  cohort: z.string().nullable(),
  shared: z.number().nullable(),
  /** `own`: admitted here. `kueue`: by the cluster. */
  admission: z.enum(["own", "kueue"]),
  /** Whether quotas can be set here; on a cluster only once its queues were handed over. */
  isManaged: z.boolean(),
  strategy: QueueingStrategy,
  reclaim: ReclaimPolicy,
  preemption: PreemptionPolicy,
  /** False where the machine or the cluster says how much there is. */
  isCapacitySetHere: z.boolean(),
  rates: z.array(z.object({ from: Instant, perUnitHour: z.number(), currency: z.string() })),
  quotas: z.array(WorkspaceQuota),
});
export type PoolSettings = z.infer<typeof PoolSettings>;

const PoolRef = z.object({ pool: z.uuid() });
const QuotaRef = PoolRef.extend({ workspaceName: z.string().max(63) });

export const listPoolSettings = operation({
  id: "quotas.listPoolSettings",
  method: "GET",
  path: "/platform/pools",
  summary: "Lists pools with their rules, rates and quotas.",
  response: z.object({ items: z.array(PoolSettings), workspaces: z.array(z.string()) }),
  permission: "platform:compute",
  audit: reading,
});

const Rules = z.object({
  title: z.string().trim().max(200).optional(),
  /** Pools of one cohort are weighed together when something borrowed is taken back. */
  cohort: Name.nullable().optional(),
  /** What anybody may borrow; null: all that nobody is guaranteed. */
  shared: Units.nullable().optional(),
  strategy: QueueingStrategy.optional(),
  reclaim: ReclaimPolicy.optional(),
  preemption: PreemptionPolicy.optional(),
});

export const createPool = operation({
  id: "quotas.createPool",
  method: "POST",
  path: "/platform/pools",
  summary: "Makes a pool of this machine. Those of clusters are made where their flavours are mapped.",
  body: Rules.extend({
    name: Name,
    resource: PoolResource,
    flavour: Name,
    mig: z
      .string()
      .regex(/^[0-9]g\.[0-9]{1,3}gb$/, "a MIG profile such as 1g.10gb")
      .optional(),
    capacity: Units,
  }),
  response: PoolSettings,
  permission: "platform:compute",
  audit: "quotas.pool.create",
});

export const updatePool = operation({
  id: "quotas.updatePool",
  method: "PATCH",
  path: "/platform/pools/:pool",
  summary: "Changes a pool's rules, or holds, drains or opens it.",
  params: PoolRef,
  body: Rules.extend({ capacity: Units.optional(), state: PoolState.optional(), stateReason: z.string().trim().max(300).optional() }),
  response: PoolSettings,
  permission: "platform:compute",
  audit: "quotas.pool.update",
});

export const setRate = operation({
  id: "quotas.setRate",
  method: "PUT",
  path: "/platform/pools/:pool/rate",
  summary: "Sets what a unit costs for an hour from now on. What was held before keeps the rate of its time.",
  params: PoolRef,
  body: z.object({ perUnitHour: z.number().min(0).max(1_000_000), currency: Currency }),
  response: PoolSettings,
  permission: "platform:compute",
  audit: "quotas.pool.set-rate",
});

export const setQuota = operation({
  id: "quotas.setQuota",
  method: "PUT",
  path: "/platform/pools/:pool/quotas/:workspaceName",
  summary: "Sets what a workspace is guaranteed of a pool. All guarantees together are at most what the pool has.",
  params: QuotaRef,
  body: QuotaTerms,
  response: PoolSettings,
  permission: "platform:compute",
  audit: "quotas.quota.set",
});

export const removeQuota = operation({
  id: "quotas.removeQuota",
  method: "DELETE",
  path: "/platform/pools/:pool/quotas/:workspaceName",
  summary: "Takes away what a workspace is guaranteed of a pool; it may still borrow.",
  params: QuotaRef,
  response: Empty,
  permission: "platform:compute",
  audit: "quotas.quota.remove",
});

/** Half of the jobs waited less; null where none would have started. */
const Wait = z.number().nullable();

/** What waits of the last days would have been. */
export const QuotaEffect = z.object({
  days: z.int(),
  /** Claims that were played through again. */
  claims: z.int(),
  workspaces: z.array(z.object({ workspace: z.string(), isOwn: z.boolean(), claims: z.int(), beforeSeconds: Wait, afterSeconds: Wait })),
  shared: z.object({ before: z.number(), after: z.number() }),
  /** What it cannot know. */
  note: z.string(),
});
export type QuotaEffect = z.infer<typeof QuotaEffect>;

export const previewQuota = operation({
  id: "quotas.previewQuota",
  method: "POST",
  path: "/platform/pools/:pool/quotas/:workspaceName/preview",
  summary: "Plays the last 30 days through again with another quota, and says how waits would have changed.",
  params: QuotaRef,
  body: QuotaTerms,
  response: z.object({ effect: QuotaEffect, problems: z.array(z.object({ path: z.string(), message: z.string() })) }),
  permission: "platform:compute",
  audit: reading,
});

export const poolOperations = [listPoolSettings, createPool, updatePool, setRate, setQuota, removeQuota, previewQuota] as const;
