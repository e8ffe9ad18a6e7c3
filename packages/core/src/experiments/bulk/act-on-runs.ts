import type { BulkActKind } from "@plumbline/contracts/experiments/bulk-act";
import { type Ctx, workspaceOf } from "../../kernel/index.ts";
import type { Refusal } from "../store/bulk-acts.ts";
import { holdManyRuns } from "../store/bulk-writes.ts";
import type { RunRow } from "../store/runs.ts";
import type { Done } from "./done.ts";
import { holdTarget, moveRuns } from "./move-runs.ts";
import { refusePurge } from "./purge-runs.ts";
import { deleteRuns, restoreRuns } from "./stage-runs.ts";
import { stopRuns } from "./stop-runs.ts";
import { tagRuns, untagRuns } from "./tag-runs.ts";

/** Does it to the next runs of an act, in the caller's transaction. */
export async function actOnRuns(ctx: Ctx, act: BulkActKind, runIds: readonly string[]): Promise<Done> {
  if (act.kind === "move") await holdTarget(ctx, act.experimentId);
  const runs = await holdManyRuns(ctx.tx, workspaceOf(ctx).id, runIds);
  const done = await doTo(ctx, act, runs);
  return { ...done, refusals: [...missing(act, runIds, runs), ...done.refusals] };
}

function doTo(ctx: Ctx, act: BulkActKind, runs: readonly RunRow[]): Promise<Done> {
  switch (act.kind) {
    case "tag":
      return tagRuns(ctx, act, runs);
    case "untag":
      return untagRuns(ctx, act, runs);
    case "move":
      return moveRuns(ctx, act, runs);
    case "delete":
      return deleteRuns(ctx, runs);
    case "restore":
      return restoreRuns(ctx, runs);
    case "stop":
      return stopRuns(ctx, runs);
    case "purge":
    case "purge-experiment":
      return refusePurge(ctx, runs);
  }
}

/** Of runs that are to go, one that is not there is gone already: an interrupted act begins its last runs again. */
function missing(act: BulkActKind, runIds: readonly string[], runs: readonly RunRow[]): Refusal[] {
  if (act.kind === "purge") return [];
  const found = new Set(runs.map((run) => run.run_id));
  return runIds.filter((runId) => !found.has(runId)).map((runId) => ({ runId, reason: "There is no such run." }));
}
