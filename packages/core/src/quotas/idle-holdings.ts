import type { IdleHolding } from "@plumbline/contracts/quotas/overview";
import type { Caller } from "../kernel/index.ts";
import { idleAfterMs } from "./rules/idle.ts";
import { maySeeOwner } from "./rules/idle-visibility.ts";
import type { Seen } from "./seen-pools.ts";

interface Looking {
  readonly viewer: { readonly id: string; readonly workspaceId: number; readonly permissions: Caller["permissions"] };
  readonly people: ReadonlyMap<string, string>;
}

/** Idle units of claims. Jobs are named to their workspace alone. */
export function claimHoldings(seen: Seen, { viewer, people }: Looking): IdleHolding[] {
  return seen.idle.map((row) => {
    const isOwn = row.workspace_id === viewer.workspaceId;
    const isShown = maySeeOwner(viewer, { workspaceId: row.workspace_id, ownerId: row.owner_id });
    return {
      ...{ claimId: row.claim_id, workspace: seen.names.get(row.workspace_id) ?? null, namespace: null, isOwn, kind: "job" },
      job: isOwn ? { id: row.holder_id, title: row.title } : null,
      owner: isShown ? { id: row.owner_id, name: people.get(row.owner_id) ?? null, isMe: row.owner_id === viewer.id } : null,
      ...partOf(seen, row.pool_id, row.units),
      ...{ since: row.since.toISOString(), measure: row.measure, percent: row.percent, nudgedAt: row.nudged_at?.toISOString() ?? null },
    };
  });
}

/** What namespaces without a quota hold and do not use. */
export function outsideHoldings(seen: Seen, now: Date): IdleHolding[] {
  return seen.outside.flatMap((row) => {
    const { measure, percent, idle_since } = row;
    if (measure === null || percent === null || idle_since === null || now.getTime() - idle_since.getTime() < idleAfterMs) return [];
    return [
      {
        ...{
          claimId: null,
          workspace: null,
          namespace: row.namespace,
          isOwn: false,
          kind: row.kind,
          job: null,
          owner: null,
          nudgedAt: null,
        },
        ...partOf(seen, row.pool_id, row.amount),
        ...{ since: idle_since.toISOString(), measure, percent },
      },
    ];
  });
}

function partOf({ scope, rates }: Seen, poolId: string, amount: number): Pick<IdleHolding, "pool" | "flavour" | "amount" | "costPerHour"> {
  const pool = scope.pools.find(({ id }) => id === poolId);
  const rate = rates.get(poolId);
  return {
    ...{ pool: pool?.name ?? "", flavour: pool?.flavour ?? "", amount },
    costPerHour: rate ? { amount: amount * rate.per_unit_hour, currency: rate.currency } : null,
  };
}
