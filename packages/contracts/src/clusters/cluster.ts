import { z } from "zod";
import { JobName } from "#src/jobs/spec.ts";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";
import { ClusterReading } from "./reading.ts";
import { ClusterSettings } from "./settings.ts";

/** `connecting`: nothing was heard yet. `refused`: it answers, and does not accept the credentials. */
export const ClusterState = z.enum(["connecting", "connected", "unreachable", "refused"]);
export type ClusterState = z.infer<typeof ClusterState>;

const ClusterName = JobName.refine((name) => name !== "local", "local is the machine of the workers");
const KubeconfigText = z.string().min(1).max(524_288);

/** A registered Kubernetes cluster: read first, written only where handed over. */
export const Cluster = z.object({
  id: z.uuid(),
  name: z.string(),
  state: ClusterState,
  /** Since when it is in that state. */
  stateSince: Instant,
  /** Why it does not answer, in words. */
  problem: z.string().nullable(),
  lastContactAt: Instant.nullable(),
  connection: z.object({
    kind: z.enum(["kubeconfig", "in-cluster"]),
    context: z.string().nullable(),
    /** Shown to those who run the platform. */
    address: z.string().nullable(),
    /** Nobody checks that the server is the one that is meant. */
    isUnchecked: z.boolean(),
  }),
  versions: z.object({ kubernetes: z.string().nullable(), kueue: z.string().nullable(), dcgmExporter: z.string().nullable() }),
  /** Whether the credentials could write; null before it was asked. */
  canWrite: z.boolean().nullable(),
  calls: z.object({ reads: z.int(), questions: z.int(), writes: z.int() }),
  readAt: Instant.nullable(),
  gpuNodes: z.int(),
  gpus: z.object({ total: z.number(), held: z.number(), free: z.number(), idle: z.number().nullable() }),
  pending: z.int(),
  managedObjects: z.int(),
  mappedQueues: z.int(),
  unmappedQueues: z.int(),
  registeredBy: Actor,
  registeredAt: Instant,
});
export type Cluster = z.infer<typeof Cluster>;

export const ClusterDetail = Cluster.extend({
  /** Null before it was read. */
  reading: ClusterReading.nullable(),
  /** Null for those who do not run the platform. */
  settings: ClusterSettings.nullable(),
});
export type ClusterDetail = z.infer<typeof ClusterDetail>;

export const ClusterRef = z.object({ cluster: JobName });

export const listClusters = operation({
  id: "clusters.listClusters",
  method: "GET",
  path: "/clusters",
  summary: "Lists the registered clusters by name.",
  response: z.object({ items: z.array(Cluster) }),
  permission: "quota:read",
  audit: reading,
});

export const getCluster = operation({
  id: "clusters.getCluster",
  method: "GET",
  path: "/clusters/:cluster",
  summary: "Returns a cluster with what was last read of it: GPUs by pool, who holds them, and why what waits waits.",
  params: ClusterRef,
  response: ClusterDetail,
  permission: "quota:read",
  audit: reading,
});

/** What a kubeconfig offers, and what of it cannot be used. */
export const KubeconfigContext = z.object({
  name: z.string(),
  server: z.string(),
  user: z.string(),
  isCurrent: z.boolean(),
  /** Why it cannot be used, and what to do; null where it can. */
  problem: z.string().nullable(),
});
export type KubeconfigContext = z.infer<typeof KubeconfigContext>;

export const inspectKubeconfig = operation({
  id: "clusters.inspectKubeconfig",
  method: "POST",
  path: "/clusters/inspect",
  summary: "Reads a kubeconfig and says which of its contexts can be used. Nothing is kept, and no cluster is asked.",
  body: z.object({ kubeconfig: KubeconfigText }),
  response: z.object({ contexts: z.array(KubeconfigContext) }),
  permission: "platform:compute",
  audit: reading,
});

/** The cluster that the workers run in, or one that a kubeconfig leads to. */
const Connection = z.union([
  z.strictObject({ kind: z.literal("kubeconfig"), kubeconfig: KubeconfigText, context: z.string().min(1).max(253).optional() }),
  z.strictObject({ kind: z.literal("in-cluster") }),
]);

export const registerCluster = operation({
  id: "clusters.registerCluster",
  method: "POST",
  path: "/clusters",
  summary: "Registers a cluster. It is read at once; nothing is written to it.",
  body: z.object({ name: ClusterName, connection: Connection }),
  response: Cluster,
  permission: "platform:compute",
  audit: "clusters.cluster.register",
});

export const updateCluster = operation({
  id: "clusters.updateCluster",
  method: "PATCH",
  path: "/clusters/:cluster",
  summary: "Changes how a cluster is reached, or how jobs run on it.",
  params: ClusterRef,
  body: z.object({ connection: Connection.optional(), settings: ClusterSettings.optional() }),
  response: Cluster,
  permission: "platform:compute",
  audit: "clusters.cluster.update",
});

export const removeCluster = operation({
  id: "clusters.removeCluster",
  method: "DELETE",
  path: "/clusters/:cluster",
  summary: "Forgets a cluster and its credentials. Nothing on it is changed; refused while unfinished jobs are on it.",
  params: ClusterRef,
  response: Empty,
  permission: "platform:compute",
  audit: "clusters.cluster.remove",
});

export const readAgain = operation({
  id: "clusters.readAgain",
  method: "POST",
  path: "/clusters/:cluster/read",
  summary: "Asks for everything of a cluster to be listed anew, whatever the watches say.",
  params: ClusterRef,
  response: Empty,
  permission: "platform:compute",
  audit: { none: "reading changes nothing" },
});

/** Calls of one kind to one address. */
export const ClusterCall = z.object({
  kind: z.enum(["read", "question", "write"]),
  verb: z.string(),
  path: z.string(),
  count: z.int(),
  failures: z.int(),
  lastStatus: z.int(),
  firstAt: Instant,
  lastAt: Instant,
});
export type ClusterCall = z.infer<typeof ClusterCall>;

export const listCalls = operation({
  id: "clusters.listCalls",
  method: "GET",
  path: "/clusters/:cluster/calls",
  summary: "Lists every call that was made to a cluster, counted by verb and address; writes first, then the newest.",
  params: ClusterRef,
  response: z.object({ items: z.array(ClusterCall), isCut: z.boolean() }),
  permission: "platform:compute",
  audit: reading,
});

export const clusterOperations = [
  listClusters,
  getCluster,
  inspectKubeconfig,
  registerCluster,
  updateCluster,
  removeCluster,
  readAgain,
  listCalls,
] as const;
