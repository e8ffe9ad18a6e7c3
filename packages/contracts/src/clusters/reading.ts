import { z } from "zod";
import { Instant } from "#src/page.ts";

/** What a GPU figure says: `busy`: some kernel ran; `sm-active`: share of the multiprocessors that worked. Never mixed. */
export const GpuMeasure = z.enum(["busy", "sm-active"]);
export type GpuMeasure = z.infer<typeof GpuMeasure>;

/**
 * One letter for each GPU of a node: `g` within a guarantee, `b` borrowed, `o` held outside quotas, `i` held and idle, `f` free,
 * `c` free on a node that takes nothing new.
 */
const GpuUses = z.string().regex(/^[gboifc]*$/);

/** Nodes of one flavour with one kind of GPU. */
export const ClusterPool = z.object({
  key: z.string(),
  title: z.string(),
  /** Name of the ResourceFlavor; null for nodes that no quota covers. */
  flavour: z.string().nullable(),
  resource: z.string(),
  total: z.number(),
  guaranteed: z.int(),
  borrowed: z.int(),
  outside: z.int(),
  /** Null where nothing measures the GPUs. */
  idle: z.int().nullable(),
  free: z.int(),
  /** Free on nodes that are cordoned or not ready. */
  closed: z.int(),
  /** Admitted and not on a node yet. */
  unplaced: z.number(),
  nodes: z.array(z.object({ name: z.string(), uses: GpuUses })),
});
export type ClusterPool = z.infer<typeof ClusterPool>;

/** Something that waits. Names of other workspaces' things are left out for those who do not run the platform. */
export const PendingWorkload = z.object({
  id: z.string(),
  namespace: z.string().nullable(),
  /** Of the platform; null where the queue is mapped to none. */
  workspace: z.string().nullable(),
  name: z.string().nullable(),
  kind: z.string(),
  isOwn: z.boolean(),
  wants: z.array(z.object({ title: z.string(), amount: z.number() })),
  since: Instant,
  position: z.object({ at: z.int(), of: z.int() }).nullable(),
  /** One sentence. */
  why: z.string(),
  isForGood: z.boolean(),
  /** In Kueue's own words. */
  said: z.string().nullable(),
});
export type PendingWorkload = z.infer<typeof PendingWorkload>;

/** GPUs that are held and that no queue counts. */
export const OutsideHolder = z.object({
  namespace: z.string(),
  kind: z.string(),
  gpus: z.array(z.object({ title: z.string(), count: z.number() })),
  /** Null where nothing measures them. */
  percent: z.number().nullable(),
  idle: z.int(),
  since: Instant,
});
export type OutsideHolder = z.infer<typeof OutsideHolder>;

export const ClusterFinding = z.object({
  kind: z.enum(["idle", "waits-and-idles", "borrow-limit", "never", "uncovered", "overpromised", "no-nodes", "closed"]),
  title: z.string(),
  detail: z.string(),
});
export type ClusterFinding = z.infer<typeof ClusterFinding>;

/** What the page of a cluster tells. */
export const ClusterReading = z.object({
  at: Instant,
  hasKueue: z.boolean(),
  /** What idle is told by; null where nothing measures the GPUs. */
  measure: GpuMeasure.nullable(),
  pools: z.array(ClusterPool),
  pending: z.object({ total: z.int(), items: z.array(PendingWorkload) }),
  outside: z.object({
    gpus: z.number(),
    /** Null where nothing measures them. */
    working: z.number().nullable(),
    namespaces: z.int(),
    /** Empty for those who do not run the platform. */
    items: z.array(OutsideHolder),
  }),
  /** How sharing works at each level, as the cluster does it there. */
  fairness: z.array(z.object({ scope: z.string(), text: z.string() })),
  findings: z.array(ClusterFinding),
  objects: z.array(z.object({ kind: z.string(), read: z.int(), managed: z.int(), note: z.string() })),
});
export type ClusterReading = z.infer<typeof ClusterReading>;
