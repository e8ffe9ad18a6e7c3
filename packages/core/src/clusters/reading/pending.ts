import type { GpuPod } from "./gpu-pods.ts";
import { isGpuResource } from "./gpu-resources.ts";
import { heldOf } from "./held-shares.ts";
import type { PendingParts, PoolState } from "./pending-parts.ts";
import { isForGood, type PendingReason } from "./pending-reason.ts";
import type { NodePool } from "./pools.ts";
import { quotaReason } from "./quota-reason.ts";
import { inQueueOrder, type ReadWorkload, type Want } from "./workloads.ts";

/** One thing that waits. */
export interface PendingItem {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  readonly clusterQueue: string | null;
  readonly wants: readonly { readonly title: string; readonly amount: number }[];
  readonly since: string;
  readonly position: { readonly at: number; readonly of: number } | null;
  readonly reason: PendingReason;
  /** What Kueue says, in its own words. */
  readonly said: string | null;
}

/** Everything that waits for GPUs, longest first: in Kueue's queues, admitted without a node, and outside Kueue. */
export function pendingOf(parts: PendingParts): PendingItem[] {
  const waiting = parts.workloads.filter(({ stand }) => stand.state !== "admitted");
  const byQueue = Map.groupBy(waiting, ({ clusterQueue }) => clusterQueue);
  const queued = [...byQueue].flatMap(([queue, members]) => judgeQueue(queue, members.sort(inQueueOrder), parts));
  return [...queued, ...unplaced(parts)].sort((left, right) => left.since.localeCompare(right.since));
}

function judgeQueue(queue: string | null, members: readonly ReadWorkload[], parts: PendingParts): PendingItem[] {
  const isStrict = queue !== null && parts.queues.get(queue)?.spec.queueingStrategy === "StrictFIFO";
  const items: PendingItem[] = [];
  const ahead: ReadWorkload[] = [];
  for (const [index, workload] of members.entries()) {
    const own = reasonOf(workload, parts);
    const blocker = ahead.findLast((one) => isStrict || contends(one, workload));
    const isBehind = blocker !== undefined && (own.kind === "quota" || own.kind === "unjudged" || own.kind === "borrow-limit");
    const reason: PendingReason = isBehind
      ? { kind: "behind", ahead: blocker, position: index + 1, isSameNeed: isSameNeed(blocker, workload), isStrict }
      : own;
    // Where order is strict, what never starts holds up all behind it.
    if (isStrict || !isForGood(own)) ahead.push(workload);
    items.push({
      ...toItem(workload, parts),
      position: queue === null ? null : { at: index + 1, of: members.length },
      reason: named(reason),
    });
  }
  return items;
}

const named = (reason: PendingReason): PendingReason =>
  reason.kind === "behind" ? { ...reason, ahead: { namespace: reason.ahead.namespace, name: reason.ahead.name } } : reason;

const gpuWants = ({ wants }: ReadWorkload): Want[] => wants.filter(({ resource }) => isGpuResource(resource));
const contends = (one: ReadWorkload, other: ReadWorkload): boolean =>
  gpuWants(one).some(({ resource }) => gpuWants(other).some((want) => want.resource === resource));
const isSameNeed = (one: ReadWorkload, other: ReadWorkload): boolean =>
  JSON.stringify(gpuWants(one).map(({ resource, amount }) => [resource, amount])) ===
  JSON.stringify(gpuWants(other).map(({ resource, amount }) => [resource, amount]));

function reasonOf(workload: ReadWorkload, parts: PendingParts): PendingReason {
  const { stand } = workload;
  switch (stand.state) {
    case "switched-off":
      return { kind: "switched-off" };
    case "backing-off":
      return { kind: "backing-off", until: stand.until, tries: stand.tries };
    case "reserved": {
      const [check] = stand.checks;
      return check ? { kind: "check", check: check.name, message: check.message } : { kind: "unjudged" };
    }
    case "waiting":
      return quotaReason(workload, { facts: stand.facts, message: stand.message, parts });
    default:
      return { kind: "unjudged" };
  }
}

function toItem(workload: ReadWorkload, { pools }: PendingParts): Omit<PendingItem, "position" | "reason"> {
  const { uid, namespace, name, kind, clusterQueue, queuedAt, stand } = workload;
  const wanted = gpuWants(workload).length > 0 ? gpuWants(workload) : workload.wants.slice(0, 1);
  const flavours = stand.state === "waiting" ? stand.facts.flatMap((fact) => ("flavor" in fact ? [fact.flavor] : [])) : [];
  return {
    uid,
    namespace,
    name,
    kind,
    clusterQueue,
    since: queuedAt,
    wants: wanted.map(({ resource, amount }) => ({ title: titleOf(resource, { flavours, pools }), amount })),
    said: stand.state === "waiting" ? stand.message : null,
  };
}

/** The title of the one pool that can be meant; of several, the resource says it. */
function titleOf(resource: string, { flavours, pools }: { flavours: readonly string[]; pools: readonly PoolState[] }): string {
  const all = pools.filter(({ pool }) => pool.resource === resource);
  const said = all.filter(({ pool }) => pool.flavour !== null && flavours.includes(pool.flavour));
  const meant = said.length > 0 ? said : all;
  const [only] = meant;
  if (only && meant.length === 1) return only.pool.title;
  return isGpuResource(resource) ? "GPUs" : resource;
}

/** Pods without a node, together by what made them. */
function unplaced({ pods, byKey, pools }: PendingParts): PendingItem[] {
  const waiting = Map.groupBy(
    pods.filter(({ node }) => node === null),
    (pod) => `${pod.namespace}/${pod.workload ?? `${pod.owner.kind}/${pod.owner.name}`}`,
  );
  return [...waiting.values()].flatMap((group) => {
    const [pod] = group;
    if (!pod) return [];
    const workload = byKey.get(`${pod.namespace}/${pod.workload}`);
    const mine = pools.filter(({ pool }) => pool.resource === pod.resource && (!workload || heldOf(workload, poolOf(pool)) > 0));
    return [
      {
        uid: workload?.uid ?? pod.uid,
        namespace: pod.namespace,
        name: workload?.name ?? pod.owner.name,
        kind: workload?.kind ?? pod.owner.kind,
        clusterQueue: workload?.clusterQueue ?? null,
        wants: [
          { title: mine.length === 1 && mine[0] ? mine[0].pool.title : "GPUs", amount: group.reduce((sum, { gpus }) => sum + gpus, 0) },
        ],
        since: group.map(({ since }) => since).sort()[0] ?? "",
        position: null,
        reason: nodeReason(group, mine),
        said: pod.said,
      },
    ];
  });
}

const poolOf = (pool: NodePool) => ({ flavour: pool.flavour ?? "", resource: pool.resource });

function nodeReason(group: readonly GpuPod[], pools: readonly PoolState[]): PendingReason {
  const perPod = Math.max(...group.map(({ gpus }) => gpus));
  const free = pools.flatMap(({ use }) => use.nodes.map(({ uses }) => uses.split("f").length - 1)).filter((count) => count > 0);
  const said = group.find((pod) => pod.said !== null)?.said;
  if (free.some((count) => count >= perPod)) return said ? { kind: "said", message: said } : { kind: "unplaced" };
  return { kind: "one-node", perPod, pods: group.length, free: free.reduce((sum, count) => sum + count, 0), freeNodes: free.length };
}
