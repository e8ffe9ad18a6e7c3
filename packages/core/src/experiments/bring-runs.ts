import type { DatasetInput, ModelLink } from "@plumbline/contracts/experiments/run";
import { AppError, type Ctx, notFound, recordChanges, workspaceOf } from "../kernel/index.ts";
import { checkKey } from "./key-rules.ts";
import { linkInputs, linkOutputs } from "./run-links.ts";
import { type BroughtRun, insertBroughtRuns, reopenRuns, settleBroughtRuns } from "./store/brought.ts";
import { findRun } from "./store/runs.ts";

export type { BroughtRun } from "./store/brought.ts";

/** Why a run, its points, params and tags would be refused a key; undefined where it is a good one. */
export function whyKeyRefused(key: string): string | undefined {
  try {
    checkKey(key, { field: "key" });
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

/** Makes those of the runs that no run here has the id of, as running ones. Returns the ids of those it made. */
export const openBroughtRuns = (ctx: Ctx, runs: readonly BroughtRun[]): Promise<Set<string>> =>
  insertBroughtRuns(ctx.tx, workspaceOf(ctx).id, { runs, by: ctx.actor.id });

/** Lets runs that were brought before be logged to, deleted ones too. */
export async function reopenBroughtRuns(ctx: Ctx, runIds: readonly string[]): Promise<void> {
  await reopenRuns(ctx.tx, workspaceOf(ctx).id, runIds);
}

/** Ends runs as they ended on the other server. */
export async function endBroughtRuns(ctx: Ctx, runs: readonly BroughtRun[]): Promise<void> {
  const { id: workspaceId } = workspaceOf(ctx);
  await settleBroughtRuns(ctx.tx, workspaceId, { runs, now: ctx.now.getTime() });
  recordChanges(
    ctx.tx,
    workspaceId,
    runs.map(({ runId, experimentId }) => ({
      topic: "run",
      subject: runId,
      kind: "update",
      data: { experimentId: String(experimentId) },
    })),
  );
}

interface BroughtLinks {
  readonly runId: string;
  readonly datasets: readonly DatasetInput[];
  readonly inputs: readonly ModelLink[];
  readonly outputs: readonly ModelLink[];
}

/** Says what a run used and made; every model must be here. */
export async function bringRunLinks(ctx: Ctx, { runId, datasets, inputs, outputs }: BroughtLinks): Promise<void> {
  const row = await findRun(ctx.tx, workspaceOf(ctx).id, runId);
  if (!row) throw notFound("run", runId);
  await linkInputs(ctx, { row, datasets, models: inputs });
  await linkOutputs(ctx, { row, models: outputs });
}
