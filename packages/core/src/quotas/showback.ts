import * as contract from "@plumbline/contracts/quotas/showback";
import type { Tx } from "@plumbline/db";
import { AppError, type Ctx, query, workspaceOf } from "../kernel/index.ts";
import { modelsOfHolders } from "./holder-models.ts";
import { byModel } from "./rules/by-model.ts";
import { type PoolRow, selectEveryPool } from "./store/pools.ts";
import { type ShowbackFilter, type ShowbackSum, selectShowback } from "./store/usage.ts";
import { selectWorkspaceNames } from "./store/workspaces.ts";

const dayMs = 24 * 3_600_000;

export const getShowback = query(contract.getShowback, async (ctx, input) => {
  const rows = await readShowback(ctx, input, contract.showbackLimits.rows + 1);
  return { items: rows.slice(0, contract.showbackLimits.rows), isCut: rows.length > contract.showbackLimits.rows };
});

interface Asked {
  readonly by: contract.ShowbackBy;
  readonly from: string;
  readonly to: string;
  readonly resource: "gpu" | "cpu";
}

/** Three statements. */
export async function readShowback(ctx: Ctx, asked: Asked, limit: number): Promise<contract.ShowbackRow[]> {
  checkSpan(asked);
  const { pools, names } = await ctx.deps.db.transaction({ role: "system" }, async (tx) => ({
    pools: await selectEveryPool(tx),
    names: await selectWorkspaceNames(tx),
  }));
  const filter = filterOf(ctx, asked, pools);
  if (asked.by === "model") {
    const jobs = await selectShowback(ctx.tx, filter, { by: "job", limit: modelJobsMax });
    const models = await modelsOfHolders(
      ctx,
      jobs.map(({ key }) => key),
    );
    return byModel(jobs, models)
      .map((sum) => toRow(sum, { name: sum.key, jobId: null, isOwn: true }))
      .slice(0, limit);
  }
  const { by } = asked;
  const read = (tx: Tx) => selectShowback(tx, filter, { by, limit });
  const sums = await (by === "job" ? read(ctx.tx) : ctx.deps.db.transaction({ role: "system" }, read));
  return sums.map((sum) => toRow(sum, nameOf(sum, { by, pools, names, own: workspaceOf(ctx).id })));
}

/** Jobs whose models are looked up; the largest. */
const modelJobsMax = 5000;

export function checkSpan({ from, to }: Asked): void {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs;
  if (days > 0 && days <= contract.showbackLimits.days) return;
  const message = `after \`from\`, by at most ${contract.showbackLimits.days} days`;
  throw new AppError("invalid", `The span of time must end ${message}.`, { fields: [{ path: "to", message }] });
}

export const filterOf = (ctx: Ctx, asked: Asked, pools: readonly PoolRow[]): ShowbackFilter => ({
  poolIds: pools.filter(({ resource }) => resource === asked.resource).map(({ id }) => id),
  ...{ from: new Date(asked.from), to: new Date(asked.to), now: ctx.now },
  workspaceId: asked.by === "job" || asked.by === "model" ? workspaceOf(ctx).id : null,
});

interface Naming {
  readonly by: Exclude<contract.ShowbackBy, "model">;
  readonly pools: readonly PoolRow[];
  readonly names: ReadonlyMap<number, string>;
  readonly own: number;
}

function nameOf({ key, title }: ShowbackSum, { by, pools, names, own }: Naming): { name: string; jobId: string | null; isOwn: boolean } {
  if (by === "job") return { name: title, jobId: key, isOwn: true };
  if (by === "flavour") return { name: pools.find(({ id }) => id === key)?.name ?? "", jobId: null, isOwn: false };
  return { name: names.get(Number(key)) ?? "a workspace", jobId: null, isOwn: Number(key) === own };
}

const toRow = (sum: ShowbackSum, who: { name: string; jobId: string | null; isOwn: boolean }): contract.ShowbackRow => ({
  ...who,
  claims: sum.claims,
  allocatedHours: sum.hours,
  busyHours: sum.busy_hours,
  smActiveHours: sum.sm_hours,
  idleHours: sum.idle_hours,
  cost: sum.cost,
  currency: sum.currency,
});
