import { z } from "zod";
import { JobName } from "#src/jobs/spec.ts";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";
import { ClusterRef } from "./cluster.ts";

/** Quota of a queue for one resource of one flavour. Null: without limit. */
export const QuotaLine = z.object({
  flavour: z.string().min(1).max(253),
  resource: z.string().min(1).max(253),
  nominal: z.number().min(0).max(1e15),
  borrowingLimit: z.number().min(0).max(1e15).nullable(),
  lendingLimit: z.number().min(0).max(1e15).nullable(),
});
export type QuotaLine = z.infer<typeof QuotaLine>;

export const StopPolicy = z.enum(["none", "hold", "hold-and-drain"]);
export type StopPolicy = z.infer<typeof StopPolicy>;

/** How much of a queue an administrator may change from here: everything below, once it is handed over. */
export const QueueWish = z.object({
  lines: z.array(QuotaLine).max(1000),
  stopPolicy: StopPolicy,
  /** Of fair sharing; 0 always gives back first. */
  weight: z.number().min(0).max(1e6),
});
export type QueueWish = z.infer<typeof QueueWish>;

/** Where jobs of a workspace may run: not here, in a namespace as it is, or in one that was prepared from here. */
export const NamespaceUse = z.enum(["none", "as-is", "prepared"]);
export type NamespaceUse = z.infer<typeof NamespaceUse>;

export const ClusterQueue = z.object({
  name: z.string(),
  cohort: z.string().nullable(),
  strategy: z.string(),
  isActive: z.boolean(),
  /** Why it takes nothing in. */
  problem: z.string().nullable(),
  pending: z.int(),
  wish: QueueWish,
  used: z.array(z.object({ flavour: z.string(), resource: z.string(), used: z.number(), borrowed: z.number() })),
  localQueues: z.array(z.object({ namespace: z.string(), name: z.string() })),
  mapping: z
    .object({ workspace: z.string(), namespace: z.string().nullable(), localQueue: z.string().nullable(), use: NamespaceUse })
    .nullable(),
  /** Null while it is only read. */
  managed: z.object({ since: Instant, by: Actor }).nullable(),
});
export type ClusterQueue = z.infer<typeof ClusterQueue>;

/** Something that was, or is to be, written to a cluster. */
export const ClusterWrite = z.object({
  id: z.uuid(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  state: z.enum(["waiting", "done", "failed"]),
  problem: z.string().nullable(),
  by: Actor,
  at: Instant,
});
export type ClusterWrite = z.infer<typeof ClusterWrite>;

const QueueRef = ClusterRef.extend({ queue: z.string().min(1).max(253) });

export const getManagement = operation({
  id: "clusters.getManagement",
  method: "GET",
  path: "/clusters/:cluster/management",
  summary: "Returns the queues of a cluster with what they are mapped to and which of them are managed from here, and what was written.",
  params: ClusterRef,
  response: z.object({
    queues: z.array(ClusterQueue),
    /** Workspaces of the platform. */
    workspaces: z.array(z.string()),
    /** Workspaces without a queue, on a cluster that has none. */
    namespaces: z.array(z.object({ workspace: z.string(), namespace: z.string(), use: NamespaceUse })),
    writes: z.array(ClusterWrite),
  }),
  permission: "platform:compute",
  audit: reading,
});

export const mapQueue = operation({
  id: "clusters.mapQueue",
  method: "PUT",
  path: "/clusters/:cluster/queues/:queue/workspace",
  summary: "Says which workspace a queue is for: its quotas are shown there from then on. Nothing is written to the cluster.",
  params: QueueRef,
  body: z.object({
    workspace: z.string().min(1).max(63),
    /** Lets jobs of the workspace run in the namespace of this local queue, as it is. */
    localQueue: z.object({ namespace: JobName, name: JobName }).optional(),
  }),
  response: Empty,
  permission: "platform:compute",
  audit: "clusters.queue.map",
});

export const unmapQueue = operation({
  id: "clusters.unmapQueue",
  method: "DELETE",
  path: "/clusters/:cluster/queues/:queue/workspace",
  summary: "Takes a queue from its workspace. Nothing on the cluster is changed.",
  params: QueueRef,
  response: Empty,
  permission: "platform:compute",
  audit: "clusters.queue.unmap",
});

export const handOverQueue = operation({
  id: "clusters.handOverQueue",
  method: "PUT",
  path: "/clusters/:cluster/queues/:queue/managed",
  summary: "Hands a queue over: from now on it may be changed from here. Nothing is written until it is.",
  params: QueueRef,
  response: Empty,
  permission: "platform:compute",
  audit: "clusters.queue.hand-over",
});

export const takeBackQueue = operation({
  id: "clusters.takeBackQueue",
  method: "DELETE",
  path: "/clusters/:cluster/queues/:queue/managed",
  summary: "Takes a queue back: it is only read again, and stays as it is.",
  params: QueueRef,
  response: Empty,
  permission: "platform:compute",
  audit: "clusters.queue.take-back",
});

export const changeQueue = operation({
  id: "clusters.changeQueue",
  method: "PUT",
  path: "/clusters/:cluster/queues/:queue",
  summary: "Changes a queue that was handed over. It is written by the worker, and the change is kept with before and after.",
  params: QueueRef,
  body: QueueWish,
  response: ClusterWrite,
  permission: "platform:compute",
  audit: "clusters.queue.change",
});

const NamespaceWish = z.object({
  workspace: z.string().min(1).max(63),
  namespace: JobName,
  /** ClusterQueue that its local queue leads to; left out on a cluster without Kueue. */
  queue: z.string().min(1).max(253).optional(),
});

/** A manifest as it would be applied. */
export const PlannedManifest = z.object({ kind: z.string(), name: z.string(), what: z.string(), yaml: z.string() });
export type PlannedManifest = z.infer<typeof PlannedManifest>;

export const previewNamespace = operation({
  id: "clusters.previewNamespace",
  method: "POST",
  path: "/clusters/:cluster/namespaces/preview",
  summary: "Shows what preparing a namespace for a workspace would write.",
  params: ClusterRef,
  body: NamespaceWish,
  response: z.object({ manifests: z.array(PlannedManifest), warnings: z.array(z.string()) }),
  permission: "platform:compute",
  audit: reading,
});

export const prepareNamespace = operation({
  id: "clusters.prepareNamespace",
  method: "POST",
  path: "/clusters/:cluster/namespaces",
  summary: "Prepares a namespace for the jobs of a workspace: writes what its preview shows.",
  params: ClusterRef,
  body: NamespaceWish,
  response: z.object({ writes: z.array(ClusterWrite) }),
  permission: "platform:compute",
  audit: "clusters.namespace.prepare",
});

export const clusterManagementOperations = [
  getManagement,
  mapQueue,
  unmapQueue,
  handOverQueue,
  takeBackQueue,
  changeQueue,
  previewNamespace,
  prepareNamespace,
] as const;
