import { purgeRuns } from "@plumbline/contracts/experiments/bulk-act";
import { removeFiles } from "../../artifacts/index.ts";
import { type Ctx, type Deps, workspaceOf } from "../../kernel/index.ts";
import { unlink } from "../../lineage/index.ts";
import type { Refusal } from "../store/bulk-acts.ts";
import { countPointsOfRuns, removeRuns } from "../store/purged-runs.ts";
import type { RunRow } from "../store/runs.ts";
import { findUsesOfRuns, type RunUse } from "../store/runs-in-use.ts";
import { type Done, recordRuns, refuse } from "./done.ts";

const because: Record<RunUse["kind"], (title: string) => string> = {
  "model-version": (title) => `Model version ${title} was registered from it.`,
  job: (title) => `Job ${title} has not ended.`,
  "logged-model": (title) => `Run ${title} used a model that it logged.`,
};

/** Why runs must stay, of those that something needs. */
export async function whyNeeded(ctx: Ctx, runs: readonly RunRow[]): Promise<Refusal[]> {
  const uses = await findUsesOfRuns(
    ctx.tx,
    workspaceOf(ctx).id,
    runs.map((run) => run.run_id),
  );
  return runs.flatMap((run) => {
    const use = uses.get(run.run_id);
    return use ? [refuse(run, because[use.kind](use.title))] : [];
  });
}

/** Decides which held runs go for good, and records that they do; `removePurged` removes them afterwards, and may be called again. */
export async function refusePurge(ctx: Ctx, runs: readonly RunRow[]): Promise<Done> {
  const { id: workspaceId } = workspaceOf(ctx);
  const active = runs.filter((run) => run.lifecycle_stage === "active");
  const deleted = runs.filter((run) => run.lifecycle_stage === "deleted");
  const needed = await whyNeeded(ctx, deleted);
  const stays = new Set(needed.map(({ runId }) => runId));
  const changed = deleted.filter((run) => !stays.has(run.run_id));
  const points = await countPointsOfRuns(
    ctx.tx,
    workspaceId,
    changed.map((run) => run.key),
  );
  recordRuns(ctx, {
    as: { ...purgeRuns, audit: "experiments.run.purge" },
    runs: changed,
    states: (run) => ({
      before: { name: run.name, experimentId: String(run.experiment_id), points: points.get(run.key) ?? 0 },
      after: null,
    }),
  });
  return { changed, refusals: [...active.map((run) => refuse(run, "It is not deleted. Delete it first.")), ...needed] };
}

interface Gone {
  readonly workspaceId: number;
  readonly runIds: readonly string[];
}

/** What was removed. */
interface PurgeCounts {
  readonly runs: number;
  readonly files: number;
}

/** Removes runs that were decided on, unless somebody restored them meanwhile. Bytes that nothing else names are collected within hours. */
export function removePurged(deps: Deps, { workspaceId, runIds }: Gone): Promise<PurgeCounts> {
  return deps.db.transaction({ role: "retention" }, async (tx) => {
    const { runs, models } = await removeRuns(tx, workspaceId, runIds);
    const files = await removeFiles(
      tx,
      workspaceId,
      [...runs, ...models].map((one) => one.artifact_uri),
    );
    await unlink(tx, workspaceId, [
      ...runs.map(({ run_id: id }) => ({ kind: "run" as const, id })),
      ...models.map(({ model_id: id }) => ({ kind: "logged-model" as const, id })),
    ]);
    return { runs: runs.length, files };
  });
}
