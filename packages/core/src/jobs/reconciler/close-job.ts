import { jobTitle } from "@plumbline/contracts/jobs/job";
import { type Ctx, type Deps, workspaceOf } from "../../kernel/index.ts";
import { publishEvent } from "../../notifications/index.ts";
import type { UnfinishedRow } from "../store/unfinished.ts";
import { compareRepetition } from "./compare-repetition.ts";
import { finishRun } from "./job-run.ts";
import { keepEvaluation } from "./keep-evaluation.ts";
import { transition } from "./transition.ts";

type End = "succeeded" | "failed" | "cancelled";

/** Ends a job: its run before, lest it be left running; what follows from its end with it. */
export async function closeJob(deps: Deps, row: UnfinishedRow, { state }: { readonly state: End }): Promise<boolean> {
  await finishRun(deps, row, state);
  const endedAt = row.attempt_ended_at ?? deps.now();
  return transition(deps, row, {
    state,
    reason: state === "failed" ? row.reason : null,
    action: "jobs.job.end",
    facts: { title: jobTitle(row) },
    change: { endedAt, unreachableSince: null },
    write: async (ctx) => {
      if (state === "succeeded") await keepEvaluation(ctx, row.id);
      await compareRepetition(ctx, row.id, state === "succeeded");
      await tellOutside(ctx, row, { state, endedAt });
    },
  });
}

async function tellOutside(ctx: Ctx, row: UnfinishedRow, { state, endedAt }: { state: End; endedAt: Date }): Promise<void> {
  const { id: workspaceId, name: workspace } = workspaceOf(ctx);
  const tasks = await publishEvent(ctx, workspaceId, {
    type: `jobs.job.${state}`,
    data: {
      workspace,
      job: row.id,
      title: jobTitle(row),
      runId: row.run_id,
      attempts: row.attempt ?? 0,
      reason: state === "failed" ? row.reason : null,
      endedAt: endedAt.toISOString(),
    },
  });
  ctx.later?.push(...tasks);
}
