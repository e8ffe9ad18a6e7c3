import type { PoolUse } from "@plumbline/contracts/quotas/overview";
import { countText } from "@plumbline/ui/format/number";
import { amountText } from "../../words.ts";

const unitOf = ({ resource, mig }: Pick<PoolUse, "resource" | "mig">, amount: number): string => {
  const unit = resource === "cpu" ? "core" : mig === null ? "GPU" : "slice";
  return amount === 1 ? unit : `${unit}s`;
};

/** What of a pool is free, of how much, and who waits for it: `3 of 64 GPUs free, 2 jobs wait`. */
export function poolText(pool: Pick<PoolUse, "resource" | "mig" | "capacity" | "held" | "waiting" | "state">): string {
  const { capacity, held, waiting, state } = pool;
  const free = `${amountText(held.free)} of ${amountText(capacity)} ${unitOf(pool, capacity)} free`;
  const queue = waiting.claims === 0 ? "nothing waits" : `${countText(waiting.claims, "job")} ${waiting.claims === 1 ? "waits" : "wait"}`;
  return state === "open" ? `${free}, ${queue}` : `${state}: nothing new starts, ${queue}`;
}
