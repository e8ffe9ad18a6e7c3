import * as contract from "@plumbline/contracts/quotas/overview";
import { z } from "zod";
import { peopleBehind } from "../access/index.ts";
import { AppError, command, defineTask, notFound, recordAct, requestTask, workspaceOf } from "../kernel/index.ts";
import { notify } from "../notifications/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { amountOf } from "./rules/pool-words.ts";
import { selectAdministrators } from "./store/budgets.ts";
import { findIdleClaim, markNudged } from "./store/nudges.ts";
import { selectPools } from "./store/pools.ts";

const everyMs = contract.nudgeLimits.everyMinutes * 60_000;

/** Whose GPUs they are may be another workspace: there a task tells the owner, and records that it did. */
export const nudge = command(contract.nudge, async (ctx, { claim: claimId }) => {
  const found = await ctx.deps.db.transaction({ role: "system" }, (tx) => findIdleClaim(tx, claimId, ctx.now));
  if (!found) throw notFound("idle claim", claimId);
  if (found.nudged_at && ctx.now.getTime() - found.nudged_at.getTime() < everyMs) {
    throw new AppError("conflict", `The owner was told less than ${contract.nudgeLimits.everyMinutes} minutes ago.`, {
      params: { reason: "nudged", nudgedAt: found.nudged_at.toISOString() },
    });
  }
  const isOwn = found.workspace_id === workspaceOf(ctx).id;
  const by = isOwn ? ctx.actor.name : `somebody of ${workspaceOf(ctx).name}`;
  ctx.later?.push(requestTask(deliverNudge, { claimId, workspaceId: found.workspace_id, by }, `quotas.nudge ${claimId}`));
  return { result: { nudgedAt: ctx.now.toISOString() }, subject: { kind: "claim", id: claimId }, after: { pool: found.pool_id } };
});

export const deliverNudge = defineTask({
  name: "quotas.deliver-nudge",
  payload: z.object({ claimId: z.uuid(), workspaceId: z.int(), by: z.string() }),
  attempts: 3,
  timeoutMs: 30_000,
  handler:
    async () =>
    async ({ deps }, { claimId, workspaceId, by }) => {
      const found = await deps.db.transaction({ role: "system" }, (tx) => findIdleClaim(tx, claimId, deps.now()));
      if (!found) return;
      const pool = (await deps.db.transaction({ role: "system" }, selectPools)).find(({ id }) => id === found.pool_id);
      if (!pool) return;
      await systemContext(deps, workspaceId, async (ctx) => {
        if (!(await markNudged(ctx.tx, workspaceId, { claimId, now: ctx.now, before: new Date(ctx.now.getTime() - everyMs) }))) return;
        const workspace = workspaceOf(ctx);
        const minutes = Math.floor((ctx.now.getTime() - found.since.getTime()) / 60_000);
        const people = [...((await peopleBehind(ctx, [found.owner_id])).get(found.owner_id) ?? [found.owner_id])];
        const message = {
          kind: "quotas.nudged",
          group: "reminders" as const,
          title: `${amountOf(found.units, pool)} of ${found.title} have done nothing for ${minutes} minutes`,
          body: `Asked by ${by}. Release them if you do not need them: suspend or cancel the job.`,
          link: `/w/${encodeURIComponent(workspace.name)}/jobs/${found.holder_id}`,
          subject: { kind: "job", id: found.holder_id },
          dedupeKey: `nudge ${claimId} ${Math.floor(ctx.now.getTime() / everyMs)}`,
        };
        const recipients = people.length > 0 ? people : await selectAdministrators(ctx.tx, workspace.id);
        ctx.later?.push(...(await notify(ctx, workspace.id, [{ ...message, recipients }])));
        recordAct(ctx.tx, ctx, {
          audit: {
            action: "quotas.owner.nudge",
            outcome: "done",
            subject: { kind: "claim", id: claimId },
            after: { by, units: found.units },
          },
          changes: [{ topic: "pool", subject: found.pool_id, kind: "nudge" }],
          now: ctx.now,
        });
      });
    },
});
