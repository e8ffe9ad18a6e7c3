import type { ClusterReading, PendingWorkload } from "@plumbline/contracts/clusters/reading";
import type { ClusterFacts, PoolFact } from "./facts.ts";
import type { OutsideItem } from "./outside.ts";
import type { PendingItem } from "./pending.ts";
import { isForGood, type PendingReason } from "./pending-reason.ts";
import { type Naming, pendingWords } from "./pending-words.ts";

/** Who looks, and what the platform knows of the cluster's names. */
export interface Viewer {
  /** Those who run the platform see everything. */
  readonly isPlatform: boolean;
  /** The workspace that they look from. */
  readonly workspace: string | null;
  /** ClusterQueue -> workspace. */
  readonly queues: ReadonlyMap<string, string>;
  /** Namespace -> workspace. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** Names of the queues that are managed from here. */
  readonly managed: ReadonlySet<string>;
  /** Name of an object -> what people call it, where it is another. */
  readonly titles: ReadonlyMap<string, string>;
}

/** So many are shown; the total is told. */
const pendingShown = 200;

/** What of a reading somebody may see. */
export function readingFor(viewer: Viewer, facts: ClusterFacts, readAt: Date): ClusterReading {
  const { isPlatform } = viewer;
  const shown = [...facts.pending.items]
    .sort((left, right) => Number(isOwn(right, viewer)) - Number(isOwn(left, viewer)))
    .slice(0, pendingShown);
  const hasFigures = facts.measure !== null;
  return {
    at: readAt.toISOString(),
    hasKueue: facts.hasKueue,
    measure: facts.measure,
    pools: facts.pools.map((pool) => toPool(pool, hasFigures)),
    pending: {
      total: facts.pending.total,
      items: shown.map((item) => toPending(item, viewer)).sort((left, right) => left.since.localeCompare(right.since)),
    },
    outside: outsideFor(facts.outside, { isPlatform, hasFigures }),
    fairness: isPlatform ? [...facts.fairness] : [],
    findings: isPlatform ? [...facts.findings] : [],
    objects: facts.hasKueue ? objectsRead(facts, viewer) : [],
  };
}

const toPool = ({ nodes, ...pool }: PoolFact, hasFigures: boolean): ClusterReading["pools"][number] => ({
  ...pool,
  idle: hasFigures ? pool.idle : null,
  nodes: [...nodes],
});

const workspaceOf = ({ clusterQueue, namespace }: PendingItem, { queues, namespaces }: Viewer): string | null =>
  (clusterQueue === null ? undefined : queues.get(clusterQueue)) ?? namespaces.get(namespace) ?? null;

const isOwn = (item: PendingItem, viewer: Viewer): boolean => viewer.workspace !== null && workspaceOf(item, viewer) === viewer.workspace;

function toPending(item: PendingItem, viewer: Viewer): PendingWorkload {
  const own = isOwn(item, viewer);
  const knows = viewer.isPlatform || own;
  const naming: Naming = {
    knows: (namespace) => viewer.isPlatform || (viewer.workspace !== null && viewer.namespaces.get(namespace) === viewer.workspace),
    queue: (queue) => viewer.queues.get(queue) ?? (viewer.isPlatform ? queue : "Its queue"),
    title: (name) => viewer.titles.get(name) ?? name,
  };
  const { uid, namespace, name, kind, wants, since, position, reason, said } = item;
  return {
    id: uid,
    namespace: knows ? namespace : null,
    workspace: workspaceOf(item, viewer),
    name: knows ? naming.title(name) : null,
    kind,
    isOwn: own,
    wants: [...wants],
    since: new Date(since).toISOString(),
    position,
    why: knows ? pendingWords(reason, naming) : pendingWords(withoutTheirWords(reason), { ...naming, knows: () => false }),
    isForGood: isForGood(reason),
    said: knows ? said : null,
  };
}

/** What the cluster says in words of its own may hold any name. */
function withoutTheirWords(reason: PendingReason): PendingReason {
  if (reason.kind === "check") return { ...reason, message: "" };
  return reason.kind === "said" || reason.kind === "limits"
    ? { kind: "said", message: "The cluster gives a reason to its owners alone" }
    : reason;
}

function outsideFor(
  items: readonly OutsideItem[],
  { isPlatform, hasFigures }: { isPlatform: boolean; hasFigures: boolean },
): ClusterReading["outside"] {
  const gpusOf = ({ gpus }: OutsideItem): number => gpus.reduce((sum, { count }) => sum + count, 0);
  const gpus = items.reduce((sum, item) => sum + gpusOf(item), 0);
  const idle = items.reduce((sum, item) => sum + item.idle, 0);
  const shown = items.map((item) => ({
    namespace: item.namespace,
    kind: item.kind,
    gpus: item.gpus.map(({ title, count }) => ({ title, count })),
    percent: item.percent,
    idle: item.idle,
    since: new Date(item.since).toISOString(),
  }));
  return {
    gpus,
    working: hasFigures ? gpus - idle : null,
    namespaces: new Set(items.map(({ namespace }) => namespace)).size,
    items: isPlatform ? shown : [],
  };
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
const few = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");

/** What was read of Kueue's objects, and how much of it is managed from here. */
function objectsRead(facts: ClusterFacts, { isPlatform, queues, managed }: Viewer): ClusterReading["objects"] {
  const { counts } = facts;
  const mapped = facts.queues.filter(({ name }) => queues.has(name)).length;
  const pending = counts.workloads - counts.admitted;
  const note = (text: string): string => (isPlatform ? text : "");
  return [
    {
      kind: "ClusterQueues",
      read: facts.queues.length,
      managed: facts.queues.filter(({ name }) => managed.has(name)).length,
      note: `${mapped} mapped, ${facts.queues.length - mapped} to map`,
    },
    { kind: "LocalQueues", read: counts.localQueues, managed: 0, note: `in ${plural(counts.localQueueNamespaces, "namespace")}` },
    { kind: "ResourceFlavors", read: facts.flavours.length, managed: 0, note: note(few(facts.flavours.map(({ name }) => name))) },
    { kind: "Cohorts", read: counts.cohorts, managed: 0, note: note(few(facts.cohorts)) },
    { kind: "Workloads", read: counts.workloads, managed: 0, note: `${counts.admitted} in, ${pending} pending` },
    {
      kind: "Priority classes",
      read: facts.priorityClasses.length,
      managed: 0,
      note: note(few(facts.priorityClasses.map(({ name }) => name))),
    },
  ];
}
