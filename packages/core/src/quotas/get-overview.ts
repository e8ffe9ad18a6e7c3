import * as contract from "@plumbline/contracts/quotas/overview";
import type { Tx } from "@plumbline/db";
import { namesOfActors } from "../access/index.ts";
import { type Ctx, query, workspaceOf } from "../kernel/index.ts";
import { claimHoldings, outsideHoldings } from "./idle-holdings.ts";
import { openLedger, termsOf } from "./rules/ledger.ts";
import { fairShareOf, poolUse, workspaceUses } from "./rules/standing-use.ts";
import { scoped, spanOf } from "./scope.ts";
import type { Seen } from "./seen-pools.ts";
import { selectGuarantees } from "./store/guarantees.ts";
import { selectRates } from "./store/money.ts";
import { selectOutside } from "./store/outside.ts";
import { selectIdle, selectParts, selectUseNow, selectWaits } from "./store/overview.ts";
import { selectPools } from "./store/pools.ts";
import { selectWorkspaceNames } from "./store/workspaces.ts";

/** Ten statements, whatever the number of claims. */
export const getOverview = query(contract.getOverview, async (ctx, input) => {
  const seen = await ctx.deps.db.transaction({ role: "system" }, (tx) => look(tx, ctx, input));
  const { pools, resource, resources, clusters } = seen.scope;
  const viewer = { id: ctx.actor.id, workspaceId: workspaceOf(ctx).id, permissions: ctx.permissions };
  const names = await namesOfActors(
    ctx,
    seen.idle.map(({ owner_id }) => owner_id),
  );
  const idle = [...claimHoldings(seen, { viewer, people: names }), ...outsideHoldings(seen, ctx.now)];
  idle.sort((one, other) => (one.since < other.since ? -1 : 1));
  const [rate] = [...seen.rates.values()];
  const uses = workspaceUses(seen, { own: viewer.workspaceId, idle: seen.idle });
  return {
    ...{ resource, resources, clusters, at: ctx.now.toISOString(), idle },
    pools: pools.map((pool) => poolUse(pool, seen, idle)),
    workspaces: uses,
    idleCostPerHour: rate ? { amount: idle.reduce((sum, one) => sum + (one.costPerHour?.amount ?? 0), 0), currency: rate.currency } : null,
    fairShare: fairShareOf(uses, seen),
  };
});

async function look(
  tx: Tx,
  ctx: Ctx,
  input: { range: contract.UseRange; resource?: "gpu" | "cpu" | undefined; cluster?: string | undefined },
): Promise<Seen> {
  const scope = scoped(await selectPools(tx), input);
  const ids = scope.pools.map(({ id }) => id);
  const guarantees = await selectGuarantees(tx, ids, ctx.now);
  const terms = termsOf({ pools: scope.pools, guarantees });
  const ledger = openLedger(terms);
  const parts = await selectParts(tx, ids);
  for (const { pool_id, workspace_id, held } of parts) ledger.add({ poolId: pool_id, workspaceId: workspace_id, amount: held });
  return {
    ...{ scope, terms, ledger, parts },
    names: await selectWorkspaceNames(tx),
    waits: await selectWaits(tx, ids, spanOf(input.range, ctx.now).from),
    idle: await selectIdle(tx, ids, ctx.now),
    useNow: await selectUseNow(tx, ids, ctx.now),
    outside: (await selectOutside(tx)).filter(({ pool_id }) => ids.includes(pool_id)),
    rates: new Map((await selectRates(tx, ctx.now)).filter(({ pool_id }) => ids.includes(pool_id)).map((row) => [row.pool_id, row])),
  };
}
