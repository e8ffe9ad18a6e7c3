import type { Cluster as Client } from "@plumbline/kube";
import type { Deps } from "../kernel/index.ts";
import { countCalls } from "./follow/call-counter.ts";
import { openClient } from "./open-client.ts";
import { addCalls } from "./store/calls.ts";
import type { ClusterRow } from "./store/clusters.ts";

/** So often what was asked of a cluster is written down. */
const tellMs = 2000;

/** A way to a cluster by which something may be written to it. */
export interface ClusterConnection {
  readonly client: Client;
  readonly close: () => Promise<void>;
}

/** Opens a way to a cluster for somebody who was handed something there; every call is counted, writes apart from reads. */
export async function connectCluster(deps: Deps, row: ClusterRow): Promise<ClusterConnection> {
  const counter = countCalls(deps.now);
  const client = await openClient(deps, row, { isReadOnly: false, onCall: counter.add });
  const tell = async (): Promise<void> => {
    const calls = counter.take();
    if (calls.length > 0) await deps.db.transaction({ role: "system" }, (tx) => addCalls(tx, row.id, calls));
  };
  const complain = (error: unknown): void => deps.logger.warn({ err: error, cluster: row.name }, "calls to a cluster could not be counted");
  const timer = setInterval(() => void tell().catch(complain), tellMs);
  return {
    client,
    async close() {
      clearInterval(timer);
      client.close();
      await tell().catch(complain);
    },
  };
}
