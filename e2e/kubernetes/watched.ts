import type { TestContext } from "node:test";
import { type CallRecord, type Cluster, openCluster, resources, type WatchState } from "../../packages/kube/src/index.ts";
import { kubeconfig } from "./test-cluster.ts";

/** What a watch of the ConfigMaps of a namespace has told so far. */
export interface Watched {
  /** `+name`, `~name`, `-name` for each change. */
  readonly changes: string[];
  /** Names at each snapshot. */
  readonly snapshots: string[][];
  readonly states: WatchState[];
  readonly calls: CallRecord[];
}

const signs = { added: "+", changed: "~", deleted: "-" } as const;

/** Watches through another address of the same server, where one is given. */
export async function watchConfigMaps(
  test: TestContext,
  namespace: string,
  { port, resyncMs = 600_000 }: { port?: number; resyncMs?: number } = {},
): Promise<Watched> {
  const watched: Watched = { changes: [], snapshots: [], states: [], calls: [] };
  const cluster = await openElsewhere(port, (call) => watched.calls.push(call));
  const end = new AbortController();
  const watching = cluster.watch(
    resources.configMaps,
    {
      namespace,
      // Every namespace has this one.
      fieldSelector: "metadata.name!=kube-root-ca.crt",
      project: ({ metadata }) => metadata.name,
      onSnapshot: (objects) => watched.snapshots.push([...objects.values()].sort()),
      onChange: ({ kind, object }) => watched.changes.push(signs[kind] + object),
      onState: (state) => watched.states.push(state),
      resyncMs,
    },
    end.signal,
  );
  test.after(async () => {
    end.abort();
    await watching;
    cluster.close();
  });
  return watched;
}

function openElsewhere(port: number | undefined, onCall: (call: CallRecord) => void): Promise<Cluster> {
  const config = JSON.parse(kubeconfig) as { clusters: { cluster: { server: string } }[] };
  for (const { cluster } of port ? config.clusters : []) cluster.server = `https://127.0.0.1:${port}`;
  return openCluster({ kubeconfig: port ? JSON.stringify(config) : kubeconfig }, { timeoutMs: 10_000, onCall });
}
