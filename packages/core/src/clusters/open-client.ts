import { type CallRecord, type Cluster as Client, openCluster } from "@plumbline/kube";
import { type Deps, openSecret } from "../kernel/index.ts";
import { surroundingsOf } from "./configuration.ts";
import { secretPlace } from "./secret-place.ts";
import { type ClusterRow, findKubeconfig } from "./store/clusters.ts";

const timeoutMs = 15_000;

interface Use {
  /** Refuses every call that could change something. */
  readonly isReadOnly: boolean;
  readonly onCall: (call: CallRecord) => void;
}

/** Opens a way to a cluster; throws ClusterError where its credentials cannot be used. */
export async function openClient(deps: Deps, row: Pick<ClusterRow, "id" | "kind" | "context">, use: Use): Promise<Client> {
  const options = { timeoutMs, ...use };
  if (row.kind === "in-cluster") {
    const { host, port } = surroundingsOf(deps);
    return openCluster({ inCluster: { host, port } }, options);
  }
  const sealed = await deps.db.transaction({ role: "system" }, (tx) => findKubeconfig(tx, row.id));
  if (sealed === null) throw new Error(`the cluster ${row.id} has no credentials`);
  const kubeconfig = openSecret(deps.secretKeys, secretPlace(row.id), sealed);
  return openCluster({ kubeconfig, ...(row.context === null ? {} : { context: row.context }) }, options);
}
