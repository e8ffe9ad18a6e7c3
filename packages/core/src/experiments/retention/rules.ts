import * as contract from "@plumbline/contracts/experiments/retention";
import { namesOfActors } from "../../access/index.ts";
import { type Ctx, command, notFound, query, workspaceOf } from "../../kernel/index.ts";
import { type ExperimentRow, findExperiment, lockExperiment } from "../store/experiments.ts";
import { findRetention, putRetention } from "../store/retention.ts";

export const getRetention = query(contract.getRetention, async (ctx, { experimentId }) => {
  await requireExperiment(ctx, experimentId);
  return readRetention(ctx, Number(experimentId));
});

export const setRetention = command(contract.setRetention, async (ctx, { experimentId, keepDeletedDays, trashAfterDays }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await lockExperiment(ctx.tx, workspaceId, Number(experimentId));
  if (!row) throw notFound("experiment", experimentId);
  const before = await findRetention(ctx.tx, workspaceId, row.id);
  const rules = { keepDeletedDays, trashAfterDays };
  await putRetention(ctx.tx, workspaceId, { experimentId: row.id, ...rules, by: ctx.actor.id, now: ctx.now });
  return {
    result: await readRetention(ctx, row.id),
    subject: { kind: "experiment", id: experimentId },
    before: { keepDeletedDays: before?.keep_deleted_days ?? null, trashAfterDays: before?.trash_after_days ?? null },
    after: rules,
  };
});

export async function requireExperiment(ctx: Ctx, experimentId: string): Promise<ExperimentRow> {
  const row = await findExperiment(ctx.tx, workspaceOf(ctx).id, Number(experimentId));
  if (!row) throw notFound("experiment", experimentId);
  return row;
}

async function readRetention(ctx: Ctx, experimentId: number): Promise<contract.Retention> {
  const row = await findRetention(ctx.tx, workspaceOf(ctx).id, experimentId);
  if (!row) return { keepDeletedDays: null, trashAfterDays: null, updatedBy: null, updatedAt: null };
  const names = await namesOfActors(ctx, [row.updated_by]);
  return {
    keepDeletedDays: row.keep_deleted_days,
    trashAfterDays: row.trash_after_days,
    updatedBy: { id: row.updated_by, name: names.get(row.updated_by) ?? null },
    updatedAt: row.updated_at.toISOString(),
  };
}
