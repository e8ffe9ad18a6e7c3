import type { QueueFact } from "../reading/facts.ts";
import { isGpuResource } from "../reading/gpu-resources.ts";
import { objectLabels as labels, type NamespaceWish, type PlannedObject } from "./namespace-wish.ts";
import { networkPolicies } from "./network-policies.ts";

/** Of a queue, what its quotas are. */
export interface QueueQuota extends Pick<QueueFact, "cohort"> {
  readonly lines: readonly Pick<QueueFact["lines"][number], "resource" | "nominal" | "borrowingLimit">[];
}

/** The local queue that jobs of a prepared namespace go through. */
export const localQueueName = "plumbline";
/** Jobs and pods of one workspace at once, whatever their size: a mistake must not fill the cluster's memory. */
const objectsMax = { "count/jobs.batch": "5000", pods: "5000" };

/** Everything that is written to prepare a namespace, in the order in which it is written. */
export function planNamespace(wish: NamespaceWish): PlannedObject[] {
  return [
    namespaceObject(wish),
    serviceAccount(wish),
    ...networkPolicies(wish),
    resourceQuota(wish),
    limitRange(wish),
    ...localQueue(wish),
  ];
}

/** Only a workspace that was given remote memory access may have pods with a capability beyond the restricted standard. */
const isExcepted = ({ settings, workspace }: NamespaceWish): boolean => settings.rdma?.workspaces.includes(workspace.name) ?? false;

function namespaceObject(wish: NamespaceWish): PlannedObject {
  const { namespace, workspace } = wish;
  const enforce = isExcepted(wish) ? "privileged" : "restricted";
  const standard = {
    "pod-security.kubernetes.io/enforce": enforce,
    "pod-security.kubernetes.io/audit": "restricted",
    "pod-security.kubernetes.io/warn": "restricted",
  };
  return {
    kind: "Namespace",
    name: namespace,
    what:
      enforce === "restricted"
        ? "Refuses every pod that could do more than a plain program: no root, no host, no privileges."
        : "Takes pods that pin memory for remote access, an exception that this workspace was given; anything else beyond the restricted standard is recorded.",
    manifest: { metadata: { name: namespace, labels: { ...labels, "plumbline.io/workspace": String(workspace.id), ...standard } } },
  };
}

const serviceAccount = ({ namespace }: NamespaceWish): PlannedObject => ({
  kind: "ServiceAccount",
  name: "default",
  what: "Gives pods no token of the cluster; no role is bound to it, so that it may do nothing.",
  manifest: { metadata: { name: "default", namespace, labels }, automountServiceAccountToken: false },
});

/** What keeps a namespace from asking for more than its queue could ever give. */
export const backstopName = "plumbline-backstop";

/** What a namespace may ask for at most, even if Kueue were not there: its guarantee and all it may borrow. */
export function resourceQuota({ namespace, queue }: { namespace: string; queue: QueueQuota | null }): PlannedObject {
  const hard: Record<string, string> = { ...objectsMax };
  const most = mostOf(queue);
  for (const [resource, amount] of most) hard[`requests.${resource}`] = String(amount);
  return {
    kind: "ResourceQuota",
    name: backstopName,
    what:
      most.length > 0
        ? `A backstop beneath Kueue: at most ${most.map(amountText).join(", ")}, what may be borrowed included.`
        : "At most 5000 Jobs and pods at once; the queue sets no limit to what may be borrowed.",
    manifest: { metadata: { name: backstopName, namespace, labels }, spec: { hard } },
  };
}

function amountText([resource, amount]: readonly [resource: string, amount: number]): string {
  if (resource === "memory") return `${Number((amount / 2 ** 30).toFixed(1))} GiB of memory`;
  return resource === "cpu" ? `${amount} cores` : `${amount} ${resource}`;
}

/** Without a limit to borrowing there is no most. Memory and cores are counted where the queue counts them. */
function mostOf(queue: QueueQuota | null): [resource: string, amount: number][] {
  const most = new Map<string, number>();
  for (const { resource, nominal, borrowingLimit } of queue?.lines ?? []) {
    const isCounted = isGpuResource(resource) || resource === "cpu" || resource === "memory";
    if (!isCounted) continue;
    const borrowing = queue?.cohort === null ? 0 : (borrowingLimit ?? Number.POSITIVE_INFINITY);
    most.set(resource, (most.get(resource) ?? 0) + nominal + borrowing);
  }
  return [...most].filter(([, amount]) => Number.isFinite(amount));
}

const limitRange = ({ namespace }: NamespaceWish): PlannedObject => ({
  kind: "LimitRange",
  name: "plumbline-defaults",
  what: "A container that does not say what it needs gets little: 100m of a core and 256Mi of memory.",
  manifest: {
    metadata: { name: "plumbline-defaults", namespace, labels },
    spec: { limits: [{ type: "Container", default: { memory: "256Mi" }, defaultRequest: { cpu: "100m", memory: "256Mi" } }] },
  },
});

const localQueue = ({ namespace, queue }: NamespaceWish): PlannedObject[] =>
  queue === null
    ? []
    : [
        {
          kind: "LocalQueue",
          name: localQueueName,
          what: `Leads the jobs of the namespace to ClusterQueue ${queue.name}.`,
          manifest: { metadata: { name: localQueueName, namespace, labels }, spec: { clusterQueue: queue.name } },
        },
      ];

/** Why a queue would take nothing from the namespace; undefined where it would. */
export function whyRefused({ namespace, workspace, queue }: NamespaceWish): string | undefined {
  if (queue === null) return undefined;
  const selector = queue.namespaces;
  const change = `Queue ${queue.name} takes nothing from namespace ${namespace}: change its namespaceSelector first.`;
  if (!selector) return change;
  const known: Readonly<Record<string, string>> = {
    ...labels,
    "kubernetes.io/metadata.name": namespace,
    "plumbline.io/workspace": String(workspace.id),
  };
  const fitsLabels = Object.entries(selector.matchLabels ?? {}).every(([label, value]) => known[label] === value);
  const fitsExpressions = (selector.matchExpressions ?? []).every((expression) => fits(expression, known[expression.key]));
  return fitsLabels && fitsExpressions ? undefined : change;
}

/** Kueue takes in nothing that asks for a resource which the queue does not count; every job asks for cores and memory. */
export function whyUncounted({ queue }: NamespaceWish): string | undefined {
  if (queue === null) return undefined;
  const missing = ["cpu", "memory"].filter((resource) => !queue.lines.some((line) => line.resource === resource));
  return missing.length === 0
    ? undefined
    : `Queue ${queue.name} has no quota for ${missing.join(" and ")}, which every job asks for: none will start until it has, unless Kueue is configured to leave them out.`;
}

/** Pods would look for the platform in themselves. */
export function whyUnreachable({ platformUrl }: NamespaceWish): string | undefined {
  const { hostname } = new URL(platformUrl);
  const isLoopback = hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
  return isLoopback
    ? `Jobs are told to reach the platform at ${platformUrl}, which no pod can: set platformUrl in the settings of the cluster to an address that pods reach, and let the platform listen there.`
    : undefined;
}

function fits({ operator, values = [] }: { operator: string; values?: readonly string[] }, value: string | undefined): boolean {
  if (operator === "Exists") return value !== undefined;
  if (operator === "DoesNotExist") return value === undefined;
  if (operator === "NotIn") return value === undefined || !values.includes(value);
  return value !== undefined && values.includes(value);
}
