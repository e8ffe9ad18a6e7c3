import type * as contract from "@plumbline/contracts/clusters/cluster";
import type { Input } from "@plumbline/contracts/operation";
import { ClusterError, listContexts, openCluster } from "@plumbline/kube";
import { AppError, type Ctx, sealSecret } from "../kernel/index.ts";
import { secretPlace } from "./secret-place.ts";
import type { NewCluster } from "./store/clusters.ts";

type Connection = Input<typeof contract.registerCluster>["connection"];
type SealedConnection = Pick<NewCluster, "kind" | "context" | "address" | "isUnchecked" | "kubeconfig" | "at">;

/** Reads how a cluster is to be reached, and seals the credentials. No cluster is asked. */
export async function sealConnection(ctx: Ctx, clusterId: string, connection: Connection): Promise<SealedConnection> {
  if (connection.kind === "in-cluster") {
    return { kind: "in-cluster", context: null, address: null, isUnchecked: false, kubeconfig: null, at: ctx.now };
  }
  const { kubeconfig, context = currentContext(kubeconfig) } = connection;
  const { address, isUnchecked } = await openedOnce(kubeconfig, context);
  const sealed = sealSecret(ctx.deps.secretKeys, secretPlace(clusterId), kubeconfig);
  return { kind: "kubeconfig", context, address, isUnchecked, kubeconfig: sealed, at: ctx.now };
}

function currentContext(kubeconfig: string): string {
  const contexts = readable(() => listContexts(kubeconfig));
  const [only] = contexts;
  const chosen = contexts.find(({ isCurrent }) => isCurrent) ?? (contexts.length === 1 ? only : undefined);
  if (chosen) return chosen.name;
  throw unreadable(
    `This kubeconfig names no current context. Choose one of ${contexts.map(({ name }) => name).join(", ") || "none"}.`,
    "context",
  );
}

/** What a kubeconfig leads to; opening makes no connection yet. */
async function openedOnce(kubeconfig: string, context: string): Promise<{ address: string; isUnchecked: boolean }> {
  try {
    const cluster = await openCluster({ kubeconfig, context }, { timeoutMs: 1, isReadOnly: true });
    cluster.close();
    return cluster;
  } catch (error) {
    throw refusal(error);
  }
}

/** Does what may find a kubeconfig unusable, and says so as the caller's mistake. */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw refusal(error);
  }
}

const refusal = (error: unknown): unknown =>
  error instanceof ClusterError && error.kind === "invalid" ? unreadable(error.message, "kubeconfig") : error;

const unreadable = (message: string, field: string): AppError =>
  new AppError("invalid", message, { fields: [{ path: `connection.${field}`, message }] });
