import type { IdleHolding, Overview, PoolUse, WorkspaceUse } from "@plumbline/contracts/quotas/overview";
import type { IdleRow, PartRow, UseNowRow, WaitRow } from "../store/overview.ts";
import type { PoolRow } from "../store/pools.ts";
import type { Ledger, Terms } from "./ledger.ts";
import { count } from "./pool-words.ts";
import { dominantShare } from "./share.ts";

interface Standings {
  readonly scope: { readonly pools: readonly PoolRow[] };
  readonly terms: Terms;
  readonly ledger: Ledger;
  readonly names: ReadonlyMap<number, string>;
  readonly parts: readonly PartRow[];
  readonly waits: readonly WaitRow[];
  readonly useNow: readonly UseNowRow[];
  readonly rates: ReadonlyMap<string, { readonly per_unit_hour: number; readonly currency: string }>;
}

const sum = <T>(items: readonly T[], pick: (item: T) => number): number => items.reduce((total, item) => total + pick(item), 0);

/** How a pool is held: within guarantees, above them, outside of quotas, by nobody. */
export function poolUse(pool: PoolRow, { terms, parts, waits, rates }: Standings, idle: readonly IdleHolding[]): PoolUse {
  const here = parts.filter(({ pool_id }) => pool_id === pool.id);
  const held = sum(here, (part) => part.held);
  const guaranteed = sum(here, (part) => Math.min(part.held, terms.guaranteeOf(pool.id, part.workspace_id).nominal));
  const wait = waits.find(({ pool_id }) => pool_id === pool.id);
  const rate = rates.get(pool.id);
  return {
    ...{
      id: pool.id,
      name: pool.name,
      title: pool.title,
      cluster: pool.cluster_name,
      resource: pool.resource,
      flavour: pool.flavour,
      mig: pool.mig,
    },
    ...{ capacity: pool.capacity, state: pool.state, stateReason: pool.state_reason },
    rate: rate ? { perUnitHour: rate.per_unit_hour, currency: rate.currency } : null,
    held: { guaranteed, borrowed: held - guaranteed, outside: pool.outside, free: Math.max(0, pool.capacity - held - pool.outside) },
    promised: sum(terms.guaranteesOf(pool.id), ({ nominal }) => nominal),
    idle: sum(
      idle.filter((one) => one.pool === pool.name),
      ({ amount }) => amount,
    ),
    waiting: { claims: sum(here, (part) => part.waiting), amount: sum(here, (part) => part.waiting_amount) },
    waits: wait ? { p50Seconds: wait.p50, p95Seconds: wait.p95, count: wait.count } : null,
  };
}

/** What each workspace with a guarantee or a claim has over all pools; the viewer's own first, then the largest. */
export function workspaceUses(standings: Standings, { own, idle }: { own: number; idle: readonly IdleRow[] }): WorkspaceUse[] {
  const { scope, terms, ledger, names, parts, useNow } = standings;
  const promised = scope.pools.flatMap(({ id }) => terms.guaranteesOf(id)).map(({ workspaceId }) => workspaceId);
  const ids = [...new Set([...promised, ...parts.map(({ workspace_id }) => workspace_id)])];
  const uses = ids.map((id): WorkspaceUse => {
    const borrows = scope.pools.flatMap((pool) => {
      const amount = ledger.usage(pool.id, id) - terms.guaranteeOf(pool.id, id).nominal;
      return amount > 1e-9 ? [{ pool: pool.name, amount }] : [];
    });
    return {
      ...{ workspace: names.get(id) ?? "a workspace", isOwn: id === own, borrows },
      guaranteed: sum(scope.pools, (pool) => terms.guaranteeOf(pool.id, id).nominal),
      used: sum(scope.pools, (pool) => ledger.usage(pool.id, id)),
      borrowed: sum(borrows, ({ amount }) => amount),
      idle: sum(
        idle.filter(({ workspace_id }) => workspace_id === id),
        ({ units }) => units,
      ),
      use: measured(useNow.filter(({ workspace_id }) => workspace_id === id)),
      share: finite(dominantShare(terms, ledger, id)),
    };
  });
  return uses.sort(
    (one, other) => Number(other.isOwn) - Number(one.isOwn) || other.used - one.used || (one.workspace < other.workspace ? -1 : 1),
  );
}

/** By the measure that more of its units have. */
function measured(rows: readonly UseNowRow[]): WorkspaceUse["use"] {
  const [most] = [...rows].sort((one, other) => other.units - one.units || (one.measure < other.measure ? 1 : -1));
  return most ? { measure: most.measure, percent: most.percent } : null;
}

/** JSON has no infinity. */
const finite = (share: number): number => (Number.isFinite(share) ? share : 1e9);

/** Who gives back first if an owner comes; nobody where nothing is guaranteed to anybody. */
export function fairShareOf(uses: readonly WorkspaceUse[], { scope, terms }: Standings): Overview["fairShare"] {
  if (scope.pools.every(({ id }) => terms.guaranteesOf(id).length === 0)) return null;
  const [first] = uses
    .filter(({ share }) => share > 0)
    .sort((one, other) => other.share - one.share || (one.workspace < other.workspace ? -1 : 1));
  if (!first) return null;
  const parts = first.borrows.map(({ pool, amount }) => `${count(amount)} ${pool}`);
  return { workspace: first.workspace, text: `It is furthest above its guarantee: ${joined(parts)}.` };
}

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
