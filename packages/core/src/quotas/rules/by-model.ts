import type { ShowbackSum } from "../store/usage.ts";

/** Of holders from which nothing was registered. */
const noModel = "no model";

/** Sums by model. What came of several models counts for each in equal parts, so that the total stays what was held. */
export function byModel(holders: readonly ShowbackSum[], models: ReadonlyMap<string, readonly string[]>): ShowbackSum[] {
  const sums = new Map<string, ShowbackSum>();
  for (const holder of holders) {
    const known = models.get(holder.key) ?? [];
    const names = known.length > 0 ? known : [noModel];
    for (const name of names) sums.set(name, added(sums.get(name), part(holder, { name, of: names.length })));
  }
  return [...sums.values()].sort((one, other) => other.hours - one.hours || (one.key < other.key ? -1 : 1));
}

const scaled = (value: number | null, of: number): number | null => (value === null ? null : value / of);

const part = (sum: ShowbackSum, { name, of }: { name: string; of: number }): ShowbackSum => ({
  ...{ key: name, title: name, claims: sum.claims, currency: sum.currency, hours: sum.hours / of, idle_hours: sum.idle_hours / of },
  ...{ busy_hours: scaled(sum.busy_hours, of), sm_hours: scaled(sum.sm_hours, of), cost: scaled(sum.cost, of) },
});

const both = (one: number | null, other: number | null): number | null => (one === null ? other : one + (other ?? 0));

function added(one: ShowbackSum | undefined, other: ShowbackSum): ShowbackSum {
  if (!one) return other;
  return {
    ...one,
    claims: one.claims + other.claims,
    hours: one.hours + other.hours,
    idle_hours: one.idle_hours + other.idle_hours,
    busy_hours: both(one.busy_hours, other.busy_hours),
    sm_hours: both(one.sm_hours, other.sm_hours),
    cost: both(one.cost, other.cost),
    currency: one.currency ?? other.currency,
  };
}
