import type { ClusterQueueObject, CohortObject, ResourceGroup } from "../objects/kueue.ts";
import { amountOf } from "../objects/quantity.ts";

/** Quota of a queue or cohort for one resource of one flavour. Null: without limit. */
export interface QuotaLine {
  readonly nominal: number;
  readonly borrowingLimit: number | null;
  readonly lendingLimit: number | null;
}

interface TreeNode {
  readonly parent: TreeNode | null;
  readonly quota: QuotaLine;
  readonly children: TreeNode[];
  /** Own quota and what children lend. */
  subtree: number;
  usage: number;
}

/**
 * Quotas of a tree of cohorts and queues for one resource of one flavour, as Kueue counts them (pkg/cache/scheduler/resource_node.go).
 * What a lending limit keeps back is a queue's alone; all else is stored in its cohort, where others may borrow it.
 */
export interface QuotaTree {
  /** What a queue can still get now, with what it may borrow. Negative where more is used than there is. */
  available(queue: string): number;
  /** The same without its own borrowing limit. */
  availableWithoutLimit(queue: string): number;
  /** What a queue could get at most, were nothing used. */
  maximum(queue: string): number;
  quotaOf(queue: string): QuotaLine | undefined;
  usedBy(queue: string): number;
  hasCohort(queue: string): boolean;
}

export interface TreeParts {
  readonly clusterQueues: readonly ClusterQueueObject[];
  readonly cohorts: readonly CohortObject[];
  readonly flavour: string;
  readonly resource: string;
  /** Queue -> amount in use or set aside. */
  readonly usage: ReadonlyMap<string, number>;
}

export function quotaTree(parts: TreeParts): QuotaTree {
  const cohorts = cohortNodes(parts);
  const queues = new Map<string, TreeNode>();
  for (const { metadata, spec } of parts.clusterQueues) {
    const quota = findQuota(spec.resourceGroups, parts);
    if (!quota) continue;
    const parent = spec.cohortName === undefined ? null : (cohorts.get(spec.cohortName) ?? null);
    const queue = newNode(parent, quota);
    queue.usage = parts.usage.get(metadata.name) ?? 0;
    queues.set(metadata.name, queue);
  }
  for (const node of [...cohorts.values(), ...queues.values()]) if (!node.parent) settle(node);
  const of = (queue: string, measure: (node: TreeNode) => number): number => {
    const node = queues.get(queue);
    return node ? measure(node) : 0;
  };
  return {
    available: (queue) => of(queue, available),
    availableWithoutLimit: (queue) => of(queue, (node) => available({ ...node, quota: { ...node.quota, borrowingLimit: null } })),
    maximum: (queue) => of(queue, maximum),
    quotaOf: (queue) => queues.get(queue)?.quota,
    usedBy: (queue) => queues.get(queue)?.usage ?? 0,
    hasCohort: (queue) => Boolean(queues.get(queue)?.parent),
  };
}

function newNode(parent: TreeNode | null, quota: QuotaLine): TreeNode {
  const node: TreeNode = { parent, quota, children: [], subtree: quota.nominal, usage: 0 };
  parent?.children.push(node);
  return node;
}

/** Sums up what children store in a node and use of it. */
function settle(node: TreeNode): void {
  for (const child of node.children) {
    settle(child);
    const kept = keptBack(child);
    node.subtree += child.subtree - kept;
    node.usage += Math.max(0, child.usage - kept);
  }
}

const limitOf = (quantity: string | undefined): number | null => (quantity === undefined ? null : amountOf(quantity));

function findQuota(groups: readonly ResourceGroup[] | undefined, { flavour, resource }: TreeParts): QuotaLine | undefined {
  const line = groups
    ?.flatMap(({ flavors }) => flavors)
    .find(({ name }) => name === flavour)
    ?.resources.find(({ name }) => name === resource);
  return (
    line && {
      nominal: amountOf(line.nominalQuota),
      borrowingLimit: limitOf(line.borrowingLimit),
      lendingLimit: limitOf(line.lendingLimit),
    }
  );
}

/** Cohorts are there by being named, with or without an object of their own. A cycle has no root, and lends nothing. */
function cohortNodes(parts: TreeParts): Map<string, TreeNode> {
  const objects = new Map(parts.cohorts.map((cohort) => [cohort.metadata.name, cohort]));
  const nodes = new Map<string, TreeNode>();
  const nodeOf = (name: string, below: readonly string[]): TreeNode | null => {
    if (below.includes(name)) return null;
    const known = nodes.get(name);
    if (known) return known;
    const object = objects.get(name);
    const parentName = object?.spec?.parentName;
    const parent = parentName === undefined ? null : nodeOf(parentName, [...below, name]);
    const quota = findQuota(object?.spec?.resourceGroups, parts) ?? { nominal: 0, borrowingLimit: null, lendingLimit: null };
    const node = newNode(parent, quota);
    nodes.set(name, node);
    return node;
  };
  const named = parts.clusterQueues.flatMap(({ spec }) => (spec.cohortName === undefined ? [] : [spec.cohortName]));
  for (const name of [...objects.keys(), ...named]) nodeOf(name, []);
  return nodes;
}

/** What a node must not lend. */
const keptBack = ({ quota, subtree }: TreeNode): number => (quota.lendingLimit === null ? 0 : Math.max(0, subtree - quota.lendingLimit));

function available(node: TreeNode): number {
  if (!node.parent) return node.subtree - node.usage;
  const kept = keptBack(node);
  const own = Math.max(0, kept - node.usage);
  const fromParent = available(node.parent);
  const { borrowingLimit } = node.quota;
  if (borrowingLimit === null) return own + fromParent;
  const stored = node.subtree - kept;
  const used = Math.max(0, node.usage - kept);
  return own + Math.min(stored - used + borrowingLimit, fromParent);
}

function maximum(node: TreeNode): number {
  if (!node.parent) return node.subtree;
  const whole = keptBack(node) + maximum(node.parent);
  return node.quota.borrowingLimit === null ? whole : Math.min(node.subtree + node.quota.borrowingLimit, whole);
}
