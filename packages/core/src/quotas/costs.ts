import { type Ctx, workspaceOf } from "../kernel/index.ts";
import type { Holder } from "./claim.ts";
import { selectHolderCosts } from "./store/money.ts";

export interface HolderCost {
  readonly spent: { readonly amount: number; readonly currency: string };
  /** What it may cost yet, until its time limit; null once nothing of it waits or runs. */
  readonly reserved: { readonly amount: number; readonly currency: string } | null;
  /** What each of its claims has cost, by turn. */
  readonly turns: ReadonlyMap<number, number>;
}

/** What holders have cost and may cost yet, by their ids; none of those whose pools have no rate. One statement for all. */
export async function costsOf(ctx: Ctx, holders: readonly Holder[]): Promise<ReadonlyMap<string, HolderCost>> {
  if (holders.length === 0) return new Map();
  const rows = await selectHolderCosts(ctx.tx, workspaceOf(ctx).id, { kind: "job", ids: holders.map(({ id }) => id), now: ctx.now });
  const costs = new Map<string, HolderCost>();
  for (const [id, turns] of Map.groupBy(rows, ({ holder_id }) => holder_id)) {
    const currency = turns[0]?.currency ?? "";
    const sum = (pick: (row: (typeof turns)[number]) => number) => turns.reduce((total, row) => total + pick(row), 0);
    const reserved = sum((row) => row.reserved);
    costs.set(id, {
      spent: { amount: sum((row) => row.spent), currency },
      reserved: reserved > 0 ? { amount: reserved, currency } : null,
      turns: new Map(turns.map((row) => [row.turn, row.spent])),
    });
  }
  return costs;
}
