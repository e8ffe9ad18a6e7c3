import { logBatch as contract } from "@plumbline/contracts/experiments/run";
import { type Caller, command, type Deps, recordChanges, workspaceOf } from "../kernel/index.ts";
import { activeRun, runUpdated } from "./active-run.ts";
import { checkKey } from "./key-rules.ts";
import { upsertTags } from "./store/batch-writes.ts";
import { heatRuns } from "./store/hot-runs.ts";
import { findRunTag } from "./store/run-tags.ts";

interface TagReplacement {
  readonly runId: string;
  readonly key: string;
  /** The new value, made of the one before it; what it throws leaves the tag as it was. */
  readonly replace: (before: string | undefined) => string;
}

/** Makes a tag's new value of its old one while the run is held, so that of two at the same time none is lost. */
export const replaceRunTag = (deps: Deps, caller: Caller, { runId, key, replace }: TagReplacement): Promise<Record<string, never>> =>
  command(contract, async (ctx) => {
    checkKey(key, { field: "key" });
    const workspaceId = workspaceOf(ctx).id;
    const row = await activeRun(ctx, runId);
    // A statement of its own: one that waited for the run would still see the tag as it was before the wait.
    const before = await findRunTag(ctx.tx, workspaceId, { runKey: row.key, key });
    await upsertTags(ctx.tx, workspaceId, [{ runKey: row.key, key, value: replace(before) }]);
    heatRuns(ctx.tx, workspaceId, [row]);
    recordChanges(ctx.tx, workspaceId, [runUpdated(row)]);
    return { result: {}, subject: { kind: "run", id: runId } };
  })(deps, caller, { runId });
