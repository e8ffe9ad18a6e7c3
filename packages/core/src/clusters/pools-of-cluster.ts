import type { SeenPool } from "../quotas/index.ts";
import type { ClusterFacts, LineFact, PoolFact, QueueFact } from "./reading/facts.ts";
import { migProfileOf } from "./reading/gpu-resources.ts";
import type { ClusterRow } from "./store/clusters.ts";
import type { MappingRow } from "./store/mappings.ts";

interface Known {
  readonly row: Pick<ClusterRow, "id" | "name">;
  readonly facts: ClusterFacts;
  readonly mappings: readonly MappingRow[];
  /** Queues that were handed over. */
  readonly managed: ReadonlySet<string>;
}

/** A queue that is mapped, with what it gives of one resource of one flavour. */
interface Giving {
  readonly queue: QueueFact;
  readonly line: LineFact;
  readonly workspaceId: number;
}

const reclaims: Readonly<Record<string, SeenPool["reclaim"]>> = { Any: "any", LowerPriority: "lower-priority" };
const preemptions: Readonly<Record<string, SeenPool["preemption"]>> = {
  LowerPriority: "lower-priority",
  LowerOrNewerEqualPriority: "lower-or-newer-equal",
};

/** What the quotas of the platform show of a cluster: pools of which some mapped queue has a part. */
export function poolsOfCluster(known: Known): SeenPool[] {
  if (!known.facts.hasKueue) return poolsWithoutKueue(known);
  const gpus = known.facts.pools.flatMap((pool) => gpuPool(pool, known) ?? []);
  return [...gpus, ...cpuPools(known)];
}

function gpuPool(pool: PoolFact, known: Known): SeenPool | undefined {
  const { flavour, resource } = pool;
  const giving = flavour === null ? [] : givingOf(known, { flavour, resource });
  if (flavour === null || giving.length === 0) return undefined;
  const mig = migProfileOf(resource);
  const name = mig === null ? flavour : `${flavour}-${mig.replace(".", "-")}`;
  const queues = queuesOf(known, { flavour, resource });
  return { ...termsOf(giving, known), queues, name, title: pool.title, resource: "gpu", flavour, mig, capacity: pool.total };
}

/** Cores are counted by guarantees: what nodes there are for them, nobody reads. */
function cpuPools(known: Known): SeenPool[] {
  const lines = known.facts.queues.flatMap(({ lines: all }) => all.filter(({ resource }) => resource === "cpu"));
  return [...new Set(lines.map(({ flavour }) => flavour))].flatMap((flavour) => {
    const giving = givingOf(known, { flavour, resource: "cpu" });
    if (giving.length === 0) return [];
    const capacity = lines.reduce((sum, line) => (line.flavour === flavour ? sum + line.nominal : sum), 0);
    return [
      {
        ...termsOf(giving, known),
        queues: queuesOf(known, { flavour, resource: "cpu" }),
        name: `${flavour}-cpu`,
        title: `Cores of ${flavour}`,
        resource: "cpu" as const,
        flavour,
        mig: null,
        capacity,
      },
    ];
  });
}

function givingOf({ facts, mappings }: Known, of: { flavour: string; resource: string }): Giving[] {
  return facts.queues.flatMap((queue) => {
    const workspaceId = mappings.find((mapping) => mapping.queue === queue.name)?.workspace_id;
    const line = queue.lines.find(({ flavour, resource }) => flavour === of.flavour && resource === of.resource);
    return workspaceId === undefined || !line ? [] : [{ queue, line, workspaceId }];
  });
}

/** Every queue that gives a part, mapped or not: what one of them is guaranteed, no other can be. */
function queuesOf({ facts, mappings }: Known, of: { flavour: string; resource: string }): SeenPool["queues"] {
  return facts.queues.flatMap(({ name, cohort, lines }) => {
    const line = lines.find(({ flavour, resource }) => flavour === of.flavour && resource === of.resource);
    if (!line) return [];
    const { resource, path, nominal, borrowingLimit, lendingLimit } = line;
    const workspaceId = mappings.find((mapping) => mapping.queue === name)?.workspace_id ?? null;
    return [{ workspaceId, queue: name, resource, path, hasCohort: cohort !== null, nominal, borrowingLimit, lendingLimit }];
  });
}

/** Queues of one pool may differ in how they preempt: what the first of them does stands for it. */
function termsOf(giving: readonly Giving[], { row, managed }: Known) {
  const queues = giving.map(({ queue }) => queue);
  const [first] = queues;
  const states = new Set(queues.map(({ stopPolicy }) => stopPolicy));
  return {
    clusterId: row.id,
    clusterName: row.name,
    cohort: first?.cohort ? `${row.name}/${first.cohort}` : null,
    shared: null,
    state: states.has("none") ? ("open" as const) : states.has("hold") ? ("held" as const) : ("draining" as const),
    strategy: first?.strategy === "StrictFIFO" ? ("strict-fifo" as const) : ("best-effort-fifo" as const),
    reclaim: reclaims[first?.reclaim ?? ""] ?? ("never" as const),
    preemption: preemptions[first?.preemption ?? ""] ?? ("never" as const),
    isManaged: queues.every(({ name }) => managed.has(name)),
    quotas: quotasOf(giving),
  };
}

/** A workspace with several queues has the sum of what they give. */
function quotasOf(giving: readonly Giving[]): SeenPool["quotas"] {
  const sum = (left: number | null, right: number | null): number | null => (left === null || right === null ? null : left + right);
  const byWorkspace = new Map<number, SeenPool["quotas"][number]>();
  for (const { workspaceId, line, queue } of giving) {
    const before = byWorkspace.get(workspaceId);
    const isAlone = queue.cohort === null;
    const borrowingLimit = isAlone ? 0 : line.borrowingLimit;
    byWorkspace.set(workspaceId, {
      workspaceId,
      nominal: (before?.nominal ?? 0) + line.nominal,
      borrowingLimit: before ? sum(before.borrowingLimit, borrowingLimit) : borrowingLimit,
      lendingLimit: before ? sum(before.lendingLimit, line.lendingLimit) : isAlone ? 0 : line.lendingLimit,
      weight: Math.max(before?.weight ?? 0, queue.weight),
    });
  }
  return [...byWorkspace.values()];
}

/** Without Kueue nobody is guaranteed anything: whoever comes first has it. */
function poolsWithoutKueue({ row, facts, mappings }: Known): SeenPool[] {
  const workspaces = [...new Set(mappings.map(({ workspace_id }) => workspace_id))];
  if (workspaces.length === 0) return [];
  const quotas = workspaces.map((workspaceId) => ({ workspaceId, nominal: 0, borrowingLimit: null, lendingLimit: null, weight: 1 }));
  const seen = new Map<string, SeenPool>();
  for (const pool of facts.pools) {
    const mig = migProfileOf(pool.resource);
    const name = mig === null ? pool.slug : `${pool.slug}-${mig.replace(".", "-")}`;
    seen.set(name, {
      ...{
        name,
        title: pool.title,
        clusterId: row.id,
        clusterName: row.name,
        resource: "gpu",
        flavour: pool.slug,
        mig,
        capacity: pool.total,
      },
      ...{
        cohort: null,
        shared: null,
        state: "open",
        strategy: "best-effort-fifo",
        reclaim: "never",
        preemption: "never",
        isManaged: false,
        queues: [],
        quotas,
      },
    });
  }
  return [...seen.values()];
}
