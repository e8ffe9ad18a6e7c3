import * as contract from "@plumbline/contracts/quotas/platform";
import { query } from "../kernel/index.ts";
import { getWorkspaceId, poolNamed } from "./platform-change.ts";
import { effectOf, readPast, setTo } from "./quota-effect.ts";
import { lintQuotas } from "./rules/quota-lint.ts";
import { selectGuarantees } from "./store/guarantees.ts";
import { selectQuotas } from "./store/pool-settings.ts";

export const previewQuota = query(contract.previewQuota, async (ctx, { pool: id, workspaceName, ...terms }) => {
  const pool = await poolNamed(ctx.tx, id);
  const workspaceId = await getWorkspaceId(ctx.tx, workspaceName);
  const lasting = new Map((await selectQuotas(ctx.tx, [id])).map((row) => [row.workspace_id, row.nominal]));
  const granted = (of: { workspaceId: number; nominal: number }) => of.nominal - (lasting.get(of.workspaceId) ?? 0);
  const now = await selectGuarantees(ctx.tx, [id], ctx.now);
  const mine = now.find((one) => one.workspaceId === workspaceId);
  const promised = [
    ...now.filter((one) => one !== mine).map((one) => ({ nominal: lasting.get(one.workspaceId) ?? 0, granted: granted(one) })),
    { nominal: terms.nominal, granted: mine ? granted(mine) : 0 },
  ];
  const nominal = terms.nominal + (mine ? granted(mine) : 0);
  return {
    effect: await effectOf(
      await readPast(ctx.tx, { pool, change: setTo(id, workspaceId, { ...terms, nominal }), own: null, now: ctx.now }),
    ),
    problems: lintQuotas(pool, promised),
  };
});
