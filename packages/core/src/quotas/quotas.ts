import * as contract from "@plumbline/contracts/quotas/platform";
import { command, notFound } from "../kernel/index.ts";
import { getWorkspaceId, lockPool, refuseClusterPool, tellAll } from "./platform-change.ts";
import { checkPromises } from "./pool-settings.ts";
import { readPoolSettings } from "./read-pool-settings.ts";
import { deleteQuota, putQuota, type QuotaRow, selectQuotas } from "./store/pool-settings.ts";

export const setQuota = command(contract.setQuota, async (ctx, { pool: id, workspaceName, ...terms }) => {
  const pool = await lockPool(ctx.tx, id);
  refuseClusterPool(pool);
  const workspaceId = await getWorkspaceId(ctx.tx, workspaceName);
  const before = (await selectQuotas(ctx.tx, [id])).find((row) => row.workspace_id === workspaceId);
  const { nominal, borrowingLimit, lendingLimit, weight } = terms;
  const row = { pool_id: id, workspace_id: workspaceId, nominal, borrowing_limit: borrowingLimit, lending_limit: lendingLimit, weight };
  await putQuota(ctx.tx, { ...row, by: ctx.actor.id, at: ctx.now });
  await checkPromises(ctx.tx, pool, ctx.now);
  await tellAll(ctx, id);
  const result = (await readPoolSettings(ctx)).find((one) => one.id === id);
  if (!result) throw notFound("pool", id);
  return { result, subject: { kind: "quota", id: `${pool.name}/${workspaceName}` }, before: before ? termsOf(before) : null, after: terms };
});

const termsOf = ({ nominal, borrowing_limit, lending_limit, weight }: QuotaRow) => ({
  nominal,
  borrowingLimit: borrowing_limit,
  lendingLimit: lending_limit,
  weight,
});

export const removeQuota = command(contract.removeQuota, async (ctx, { pool: id, workspaceName }) => {
  const pool = await lockPool(ctx.tx, id);
  refuseClusterPool(pool);
  const workspaceId = await getWorkspaceId(ctx.tx, workspaceName);
  const before = (await selectQuotas(ctx.tx, [id])).find((row) => row.workspace_id === workspaceId);
  if (!(before && (await deleteQuota(ctx.tx, id, workspaceId)))) throw notFound("quota", `${pool.name}/${workspaceName}`);
  await tellAll(ctx, id);
  return { result: {}, subject: { kind: "quota", id: `${pool.name}/${workspaceName}` }, before: termsOf(before), after: null };
});
