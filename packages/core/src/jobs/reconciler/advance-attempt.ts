import { jobTitle } from "@plumbline/contracts/jobs/job";
import { extendJobToken } from "../../access/index.ts";
import { type Ctx, type Deps, workspaceOf } from "../../kernel/index.ts";
import { notify } from "../../notifications/index.ts";
import { holdClaim } from "../../quotas/index.ts";
import { holderOf } from "../capacity.ts";
import type { Decision } from "../rules/decide.ts";
import * as attempts from "../store/attempts.ts";
import { takeFollowers } from "../store/followers.ts";
import type { UnfinishedRow } from "../store/unfinished.ts";
import { tokenMarginMs } from "./launch-attempt.ts";
import { transition } from "./transition.ts";

type Advance = Extract<Decision, { step: "advance" }>;

const actionOfPhase = { starting: "jobs.attempt.admit", inputs: "jobs.attempt.fetch", running: "jobs.attempt.run" } as const;

/** Writes how far an attempt has come. */
export function advanceAttempt(deps: Deps, row: UnfinishedRow, { phase, nodes, at }: Advance): Promise<boolean> {
  const since = at ?? deps.now();
  return transition(deps, row, {
    state: phase === "running" ? "running" : "starting",
    reason: phase === "inputs" ? "Its inputs are being laid in." : null,
    action: actionOfPhase[phase],
    ...(nodes === null ? {} : { facts: { nodes } }),
    ...(phase === "running" ? { change: { startedAt: since } } : {}),
    write: async (ctx) => {
      await attempts.setPhase(ctx.tx, row.workspace_id, { jobId: row.id, number: row.attempt ?? 0, phase, at: since, nodes });
      // Admitted by its cluster, which is seen at the latest when it runs.
      if (row.executor === "kubernetes") await holdClaim(ctx, holderOf(row.id), { at: since });
      if (phase === "running") await begun(ctx, row, since);
    },
  });
}

async function begun(ctx: Ctx, row: UnfinishedRow, since: Date): Promise<void> {
  await boundToken(ctx, row, since);
  await tellFollowers(ctx, row);
}

/** A token that had to outlast the queue of a cluster now ends with the attempt. */
async function boundToken(ctx: Ctx, row: UnfinishedRow, since: Date): Promise<void> {
  const attempt = await attempts.findAttempt(ctx.tx, row.workspace_id, { jobId: row.id, number: row.attempt ?? 0 });
  if (!attempt?.token_id) return;
  await extendJobToken(ctx, { id: attempt.token_id, expiresAt: new Date(since.getTime() + row.time_limit_seconds * 1000 + tokenMarginMs) });
}

async function tellFollowers(ctx: Ctx, row: UnfinishedRow): Promise<void> {
  const workspace = workspaceOf(ctx);
  const recipients = await takeFollowers(ctx.tx, workspace.id, row.id);
  const tasks = await notify(ctx, workspace.id, [
    {
      recipients,
      kind: "jobs.started",
      group: "reminders",
      title: `${jobTitle(row)} has started`,
      link: `/w/${encodeURIComponent(workspace.name)}/jobs/${row.id}`,
      subject: { kind: "job", id: row.id },
    },
  ]);
  ctx.later?.push(...tasks);
}
