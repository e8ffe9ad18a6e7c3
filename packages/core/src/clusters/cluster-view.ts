import type { Cluster } from "@plumbline/contracts/clusters/cluster";
import type { ClusterRow } from "./store/clusters.ts";
import type { ReadingSummary } from "./store/readings.ts";

interface Known {
  readonly summary: ReadingSummary | undefined;
  /** Names of queues that are mapped to workspaces. */
  readonly mapped: ReadonlySet<string>;
  /** Id -> name. */
  readonly names: ReadonlyMap<string, string>;
  readonly isPlatform: boolean;
}

/** A cluster as it is shown. */
export function toCluster(row: ClusterRow, { summary, mapped, names, isPlatform }: Known): Cluster {
  const queues = summary?.queues ?? [];
  const mappedQueues = queues.filter((queue) => mapped.has(queue)).length;
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    stateSince: row.state_since.toISOString(),
    problem: isPlatform ? row.problem : null,
    lastContactAt: row.last_contact_at?.toISOString() ?? null,
    connection: {
      kind: row.kind,
      context: isPlatform ? row.context : null,
      address: isPlatform ? row.address : null,
      isUnchecked: row.is_unchecked,
    },
    versions: {
      kubernetes: row.versions.kubernetes ?? null,
      kueue: row.versions.kueue ?? null,
      dcgmExporter: row.versions.dcgmExporter ?? null,
    },
    canWrite: row.can_write,
    calls: { reads: row.reads, questions: row.questions, writes: row.writes },
    ...figures(summary),
    managedObjects: row.managed,
    mappedQueues,
    unmappedQueues: queues.length - mappedQueues,
    registeredBy: { id: row.registered_by, name: names.get(row.registered_by) ?? null },
    registeredAt: row.registered_at.toISOString(),
  };
}

function figures(summary: ReadingSummary | undefined): Pick<Cluster, "readAt" | "gpuNodes" | "gpus" | "pending"> {
  if (!summary) return { readAt: null, gpuNodes: 0, gpus: { total: 0, held: 0, free: 0, idle: null }, pending: 0 };
  const { total, free, idle } = summary;
  return {
    readAt: summary.read_at.toISOString(),
    gpuNodes: summary.gpu_nodes,
    gpus: { total, free, held: Math.max(0, total - free), idle: summary.has_figures ? idle : null },
    pending: summary.pending,
  };
}
