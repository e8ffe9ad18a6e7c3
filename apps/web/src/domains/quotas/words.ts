import type { Overview, PoolUse, UseRange } from "@plumbline/contracts/quotas/overview";
import type { PoolResource, UseMeasure } from "@plumbline/contracts/quotas/pool";
import type { QuotaChange, QuotaRequest } from "@plumbline/contracts/quotas/request";

const amounts = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });
/** GPUs are whole; cores and averages come in tenths. */
export const amountText = (amount: number): string => amounts.format(amount);

export const unitWords: Readonly<Record<PoolResource, { one: string; many: string }>> = {
  gpu: { one: "GPU", many: "GPUs" },
  cpu: { one: "core", many: "cores" },
};

export const measureWords: Readonly<Record<UseMeasure, string>> = { busy: "busy", "sm-active": "SM active" };
export const rangeWords: Readonly<Record<UseRange, string>> = { "24h": "24 hours", "7d": "7 days", "30d": "30 days" };

const total = <T>(items: readonly T[], pick: (item: T) => number): number => items.reduce((sum, item) => sum + pick(item), 0);

export const heldOf = ({ held }: Pick<PoolUse, "held">): number => held.guaranteed + held.borrowed + held.outside;

/** "178 of 200 GPUs held, 18 of them idle, 22 free". */
export function leadText({ pools, resource }: Pick<Overview, "pools" | "resource">): string {
  const held = total(pools, heldOf);
  const idle = total(pools, (pool) => pool.idle);
  const free = total(pools, ({ held: parts }) => parts.free);
  const first = `${amountText(held)} of ${amountText(total(pools, ({ capacity }) => capacity))} ${unitWords[resource].many} held`;
  return `${first}${idle > 0 ? `, ${amountText(idle)} of them idle` : ""}, ${amountText(free)} free`;
}

/** Minutes as people say a wait: `0m`, `44m`, `2h 50m`. */
export function waitText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h ${String(minutes % 60).padStart(2, "0")}m` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** "+4 h100 guaranteed for risk, until 31 Dec". The day is the reader's, so that it comes from outside. */
export function requestTitle(request: Pick<QuotaRequest, "amount" | "pool" | "workspace" | "from" | "limits">): string {
  const { amount, pool, workspace, from } = request;
  const limits = limitsText(request.limits);
  if (amount === 0) return `${pool.flavour} for ${workspace}: ${limits.join(", ")}`;
  const sign = amount > 0 ? "+" : "−";
  const giver = from === null ? (amount > 0 ? ", from what is shared by all" : "") : `, from ${from}'s guarantee`;
  return [`${sign}${amountText(Math.abs(amount))} ${pool.flavour} guaranteed for ${workspace}${giver}`, ...limits].join(", ");
}

function limitsText({ borrowingLimit, lendingLimit }: QuotaRequest["limits"]): string[] {
  const most = (limit: number | null): string => (limit === null ? "without limit" : `at most ${amountText(limit)}`);
  return [
    ...(borrowingLimit === undefined ? [] : [`may borrow ${most(borrowingLimit)}`]),
    ...(lendingLimit === undefined ? [] : [`lends ${most(lendingLimit)}`]),
  ];
}

type Decided = Pick<QuotaRequest, "state" | "votes" | "approvalsNeeded"> & Partial<Pick<QuotaRequest, "onCluster">>;

/** Of a request that was approved for a cluster, how far it is there. */
const clusterWords: readonly (readonly [QuotaChange["state"], string])[] = [
  ["failed", "approved, not written"],
  ["owner", "approved, waits for the cluster's owner"],
  ["waiting", "approved, being written"],
  ["written", "approved, being written"],
  ["applied", "applied"],
];

export function requestStateText({ state, votes, approvalsNeeded, onCluster }: Decided): string {
  const states = new Set(state === "approved" ? onCluster?.changes.map((change) => change.state) : []);
  const there = clusterWords.find(([one]) => states.has(one));
  if (there) return there[1];
  if (state !== "open") return state;
  const given = votes.filter(({ choice }) => choice === "approve").length;
  return `${given} of ${approvalsNeeded} approved`;
}

/** What is shown when nothing has a guarantee, in one sentence. */
export function sharingText({ pools, resource }: Pick<Overview, "pools" | "resource">): string | undefined {
  if (pools.length === 0 || pools.some(({ promised }) => promised > 0)) return undefined;
  return `Nobody is guaranteed any: all workspaces take ${unitWords[resource].many} from what is free, and nothing is taken back.`;
}
