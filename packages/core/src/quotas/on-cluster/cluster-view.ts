import type { OnCluster, QuotaChange } from "@plumbline/contracts/quotas/request";
import type { Tx } from "@plumbline/db";
import { AppError } from "../../kernel/index.ts";
import { type ChangeRow, selectUnsettled } from "../store/changes.ts";
import type { PoolRow } from "../store/pools.ts";
import type { RequestRow } from "../store/requests.ts";
import { selectWorkspaceNames } from "../store/workspaces.ts";
import { standingIn, wishOf } from "./apply-on-cluster.ts";
import { type AskedLimits, type PlannedChange, planChanges } from "./plan-changes.ts";
import { queuePatch } from "./queue-patch.ts";
import { queueWriter } from "./queue-writer.ts";

interface Asked {
  readonly wish: { readonly amount: number; readonly from: string | null; readonly limits: AskedLimits };
  readonly own: number;
  readonly fromWorkspaceId: number | null;
}

/** What granting a wish would change of a cluster's queues, and what stands against it; asked as the database role `system`. */
export async function planOnCluster(tx: Tx, pool: PoolRow, { wish, own, fromWorkspaceId }: Asked) {
  if (pool.queues.length === 0) {
    const message = `Nobody is guaranteed anything of ${pool.name}: no queue of the cluster ${pool.cluster_name} gives it.`;
    throw new AppError("conflict", message, { params: { reason: "no-queue" }, fields: [{ path: "pool", message }] });
  }
  const standing = standingIn(await selectUnsettled(tx, [pool.id]), pool.id);
  const from = fromWorkspaceId === null ? null : { workspaceId: fromWorkspaceId, name: wish.from ?? "" };
  const { changes, problems } = planChanges({ pool, queues: pool.queues, standing }, { ...wish, workspaceId: own, from });
  const names = await selectWorkspaceNames(tx);
  const managed = await queueWriter().managedIn(tx, pool.cluster_id ?? "");
  const isHandedOver = changes.length > 0 && changes.every(({ queue }) => managed.has(queue.queue));
  const shown = { isHandedOver, nameOf: (id: number) => names.get(id) ?? "a workspace" };
  const onCluster: OnCluster = {
    ...{ cluster: pool.cluster_name ?? "", isHandedOver },
    changes: changes.map((change) => toPlanned(pool, change, shown)),
  };
  return { onCluster, problems };
}

interface Shown {
  readonly isHandedOver: boolean;
  readonly nameOf: (workspaceId: number) => string;
}

function toPlanned(
  { flavour }: PoolRow,
  { workspaceId, queue: { queue, resource, path }, before, after }: PlannedChange,
  shown: Shown,
): QuotaChange {
  return {
    ...{ workspace: shown.nameOf(workspaceId), queue, flavour, resource, before, after, isReturn: false, state: "planned", problem: null },
    patch: shown.isHandedOver ? null : queuePatch({ queue, flavour, resource, path, before, after }),
  };
}

const toMade = (row: ChangeRow, nameOf: Shown["nameOf"]): QuotaChange => ({
  ...{ workspace: nameOf(row.of_workspace_id), queue: row.queue, flavour: row.flavour, resource: row.resource },
  ...{ before: row.before, after: row.after, isReturn: row.is_return, state: row.state, problem: row.problem },
  patch: row.state === "owner" ? queuePatch(row) : null,
});

/** What is known of the clusters that requests are of. */
export interface ClusterParts {
  readonly unsettled: readonly ChangeRow[];
  /** By the cluster: queues that were handed over. */
  readonly managed: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Asked as `system`. */
export async function readClusterParts(tx: Tx, pools: readonly PoolRow[]): Promise<ClusterParts> {
  const ids = pools.filter(({ admission }) => admission === "kueue").map(({ id }) => id);
  const managed = new Map<string, ReadonlySet<string>>();
  for (const clusterId of new Set(pools.flatMap(({ cluster_id }) => cluster_id ?? []))) {
    managed.set(clusterId, await queueWriter().managedIn(tx, clusterId));
  }
  return { unsettled: ids.length === 0 ? [] : await selectUnsettled(tx, ids), managed };
}

interface OfRequest {
  readonly pool: PoolRow;
  readonly row: RequestRow;
  readonly made: readonly ChangeRow[];
  readonly parts: ClusterParts;
  readonly nameOf: Shown["nameOf"];
}

/** What an undecided request would change, and what became of what an approved one changes. */
export function onClusterOf({ pool, row, made, parts, nameOf }: OfRequest): OnCluster {
  const cluster = pool.cluster_name ?? "";
  const managed = parts.managed.get(pool.cluster_id ?? "");
  const isManaged = (queue: string): boolean => managed?.has(queue) ?? false;
  if (row.state !== "open") {
    const isHandedOver = made.length > 0 && made.every(({ queue }) => isManaged(queue));
    return { cluster, isHandedOver, changes: made.map((change) => toMade(change, nameOf)) };
  }
  const { changes } = planChanges({ pool, queues: pool.queues, standing: standingIn(parts.unsettled, pool.id) }, wishOf(row));
  const isHandedOver = changes.length > 0 && changes.every(({ queue }) => isManaged(queue.queue));
  return { cluster, isHandedOver, changes: changes.map((change) => toPlanned(pool, change, { isHandedOver, nameOf })) };
}
