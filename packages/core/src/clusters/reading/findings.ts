import type { PendingItem } from "./pending.ts";
import type { PoolState } from "./pending-parts.ts";
import { isForGood } from "./pending-reason.ts";

/** Something that whoever runs the cluster would want to know. */
export interface Finding {
  readonly kind: "idle" | "waits-and-idles" | "borrow-limit" | "never" | "uncovered" | "overpromised" | "no-nodes" | "closed";
  readonly title: string;
  readonly detail: string;
}

export interface FindingParts {
  readonly pools: readonly PoolState[];
  readonly pending: readonly PendingItem[];
  /** Idle GPUs by who holds them: the workspace, or the namespace. */
  readonly idle: readonly { readonly holder: string; readonly gpus: number }[];
  /** What people call a queue. */
  readonly queueName: (queue: string) => string;
  readonly queues: readonly string[];
}

const gpus = (count: number): string => `${count} GPU${count === 1 ? "" : "s"}`;

/** What was found while reading, most telling first. */
export function findingsOf(parts: FindingParts): Finding[] {
  return [...idleFindings(parts), ...waitingFindings(parts), ...poolFindings(parts)];
}

function idleFindings({ idle }: FindingParts): Finding[] {
  const total = idle.reduce((sum, one) => sum + one.gpus, 0);
  if (total === 0) return [];
  const most = [...idle].filter((one) => one.gpus > 0).sort((left, right) => right.gpus - left.gpus);
  const named = most.slice(0, 5).map(({ holder, gpus: count }) => `${holder} ${count}`);
  const rest = most.length > 5 ? ` and ${most.length - 5} more` : "";
  return [{ kind: "idle", title: `${total} idle ${total === 1 ? "GPU" : "GPUs"}`, detail: `${named.join(", ")}${rest}` }];
}

function waitingFindings({ pending, queueName }: FindingParts): Finding[] {
  const found = pending.flatMap((item) => queueFinding(item, queueName) ?? []);
  const never = pending.filter(({ reason }) => isForGood(reason));
  if (never.length > 0) {
    const named = never.slice(0, 3).map(({ namespace, name }) => `${namespace}/${name}`);
    const title = `${never.length} ${never.length === 1 ? "workload" : "workloads"} will never start`;
    found.push({ kind: "never", title, detail: `${named.join(", ")}${never.length > 3 ? ` and ${never.length - 3} more` : ""}` });
  }
  return [...new Map(found.map((finding) => [finding.title, finding])).values()];
}

/** What somebody could change so that it no longer waits. */
function queueFinding({ reason, wants }: PendingItem, queueName: (queue: string) => string): Finding | undefined {
  const [want] = wants;
  if (reason.kind === "own-idle") {
    const title = `${queueName(reason.queue)} waits for ${want ? `${want.amount} ${want.title}` : "GPUs"} and holds ${reason.idle} idle ones`;
    return { kind: "waits-and-idles", title, detail: `${reason.holder.namespace}/${reason.holder.name}` };
  }
  if (reason.kind !== "borrow-limit") return undefined;
  const title = `${reason.free} free ${want?.title ?? "GPUs"} that ${queueName(reason.queue)} may not borrow`;
  return { kind: "borrow-limit", title, detail: `borrowing limit ${reason.limit}, all of it in use` };
}

function poolFindings({ pools, queues }: FindingParts): Finding[] {
  return pools.flatMap((state) => [quotaFinding(state, queues) ?? [], closedFinding(state) ?? []].flat());
}

function quotaFinding({ pool, tree }: PoolState, queues: readonly string[]): Finding | undefined {
  const total = pool.nodes.reduce((sum, node) => sum + node.gpus, 0);
  if (pool.flavour === null) {
    const detail = `${pool.title} on ${pool.nodes.length} ${pool.nodes.length === 1 ? "node" : "nodes"}`;
    return queues.length > 0 ? { kind: "uncovered", title: `${gpus(total)} that no quota covers`, detail } : undefined;
  }
  if (pool.nodes.length === 0) {
    return {
      kind: "no-nodes",
      title: `${pool.title} has quota and no nodes`,
      detail: `no node bears the labels of ResourceFlavor ${pool.flavour}`,
    };
  }
  const guaranteed = queues.reduce((sum, queue) => sum + (tree?.quotaOf(queue)?.nominal ?? 0), 0);
  if (guaranteed <= total) return undefined;
  const title = `${guaranteed} ${pool.title} are guaranteed, ${total} are there`;
  return { kind: "overpromised", title, detail: "not all guarantees can be kept at the same time" };
}

function closedFinding({ pool, use }: PoolState): Finding | undefined {
  if (use.closed === 0) return undefined;
  const nodes = pool.nodes.filter((node) => !node.isOpen).map(({ name }) => name);
  const named = `${nodes.slice(0, 3).join(", ")}${nodes.length > 3 ? ` and ${nodes.length - 3} more` : ""}`;
  return {
    kind: "closed",
    title: `${use.closed} free ${pool.title} on nodes that take nothing`,
    detail: `cordoned or not ready: ${named}`,
  };
}
