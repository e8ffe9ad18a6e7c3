import { type ClusterConnection, connectCluster, type KnownCluster, knownCluster } from "../../clusters/index.ts";
import type { Deps } from "../../kernel/index.ts";
import { type AttemptName, ExecutorUnreachable } from "../executors/executor.ts";
import { asking } from "./cluster-answers.ts";
import { type ClusterExecutor, openClusterExecutor } from "./cluster-executor.ts";

interface Opened {
  readonly revision: number;
  readonly opening: Promise<{ readonly connection: ClusterConnection; readonly executor: ClusterExecutor }>;
}

/** The executors of all registered clusters, each opened when it is first asked for, and anew when its connection changes. */
export interface ClusterExecutors {
  readonly of: (clusterId: string) => Promise<ClusterExecutor>;
  /** Tells of attempts that may have changed, on every cluster that is open. */
  readonly watch: (onChange: (name: AttemptName) => void, signal: AbortSignal) => void;
  readonly close: () => Promise<void>;
}

export function openClusterExecutors(deps: Deps): ClusterExecutors {
  const opened = new Map<string, Opened>();
  const listeners = new Set<(name: AttemptName) => void>();
  const tell = (name: AttemptName): void => {
    for (const listener of listeners) listener(name);
  };

  async function open({ row }: KnownCluster): Promise<Awaited<Opened["opening"]>> {
    const connection = await asking(() => connectCluster(deps, row));
    const executor = openClusterExecutor({ deps, clusterId: row.id, clusterName: row.name, client: connection.client }, tell);
    return { connection, executor };
  }

  async function closeOne(clusterId: string): Promise<void> {
    const one = opened.get(clusterId);
    opened.delete(clusterId);
    const open = await one?.opening.catch(() => undefined);
    await open?.executor.close();
    await open?.connection.close();
  }

  return {
    async of(clusterId) {
      const known = await knownCluster(deps, clusterId);
      if (!known) {
        await closeOne(clusterId);
        throw new ExecutorUnreachable("The cluster is not registered any more.");
      }
      if (opened.get(clusterId)?.revision !== known.row.revision) {
        const before = closeOne(clusterId);
        opened.set(clusterId, { revision: known.row.revision, opening: open(known) });
        await before;
      }
      const current = opened.get(clusterId);
      if (!current) throw new ExecutorUnreachable("The cluster is being connected.");
      // One that could not be opened is tried again by whoever asks next.
      current.opening.catch(() => opened.get(clusterId) === current && opened.delete(clusterId));
      return (await current.opening).executor;
    },
    watch(onChange, signal) {
      listeners.add(onChange);
      signal.addEventListener("abort", () => listeners.delete(onChange), { once: true });
    },
    async close() {
      await Promise.all([...opened.keys()].map(closeOne));
    },
  };
}
