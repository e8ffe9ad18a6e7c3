import { z } from "zod";
import { peopleBehind } from "../../access/index.ts";
import { type Ctx, defineTask, workspaceOf } from "../../kernel/index.ts";
import { notify } from "../../notifications/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import { findRunTag } from "../store/run-tags.ts";
import { findRun, type RunRow } from "../store/runs.ts";

const parentTag = "mlflow.parentRunId";

const Alert = z.object({
  workspaceId: z.int(),
  runId: z.string(),
  kind: z.enum(["failed", "ended", "nan"]),
  /** The metric that is no number. */
  metric: z.string().optional(),
});

/**
 * Tells whoever made a run, or stands behind the machine that did, what became of it: once for a run and each kind. Of the
 * children of a search one failure and one NaN is told, and no end: the end is the parent's.
 */
export const tellOfRun = defineTask({
  name: "experiments.tell-of-run",
  payload: Alert,
  attempts: 3,
  timeoutMs: 30_000,
  handler:
    async () =>
    async ({ deps }, alert) => {
      await systemContext(deps, alert.workspaceId, async (ctx) => {
        const run = await findRun(ctx.tx, alert.workspaceId, alert.runId);
        if (run?.lifecycle_stage === "active") await tell(ctx, run, alert);
      });
    },
});

async function tell(ctx: Ctx, run: RunRow, { kind, metric }: z.infer<typeof Alert>): Promise<void> {
  const workspace = workspaceOf(ctx);
  const parent = await findRunTag(ctx.tx, workspace.id, { runKey: run.key, key: parentTag });
  if (parent !== undefined && kind === "ended") return;
  const behind = await peopleBehind(ctx, [run.created_by]);
  const tasks = await notify(ctx, workspace.id, [
    {
      recipients: [...(behind.get(run.created_by) ?? [])],
      kind: `experiments.run-${kind}`,
      group: "runs",
      title: titles[kind](run.name, metric ?? ""),
      body: kind === "ended" ? tookText(run) : "",
      link: `/w/${encodeURIComponent(workspace.name)}/runs/${encodeURIComponent(run.run_id)}${kind === "nan" ? "/metrics" : ""}`,
      subject: { kind: "run", id: run.run_id },
      dedupeKey: `run-${kind} ${parent ?? run.run_id}`.slice(0, 200),
    },
  ]);
  ctx.later?.push(...tasks);
}

const titles = {
  failed: (name: string) => `${name} failed`,
  ended: (name: string) => `${name} has finished`,
  nan: (name: string, metric: string) => `${name} logged NaN as ${metric}`,
} as const;

function tookText({ start_time, end_time }: RunRow): string {
  const minutes = Math.round(((end_time ?? start_time) - start_time) / 60_000);
  const hours = Math.floor(minutes / 60);
  return `It took ${hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`}.`;
}
