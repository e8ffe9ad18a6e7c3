import { type Ctx, workspaceOf } from "../../kernel/index.ts";
import { upsertTags } from "../store/batch-writes.ts";
import { dropTagOfRuns, findTagged } from "../store/bulk-writes.ts";
import { heatRuns } from "../store/hot-runs.ts";
import type { RunRow } from "../store/runs.ts";
import { activeOf, type Done, tellOfRuns } from "./done.ts";

/** Sets a tag; runs that have it with this value stay as they are. */
export async function tagRuns(ctx: Ctx, { key, value }: { key: string; value: string }, runs: readonly RunRow[]): Promise<Done> {
  const { id: workspaceId } = workspaceOf(ctx);
  const { active, refusals } = activeOf(runs);
  const runKeys = active.map((run) => run.key);
  const tagged = await findTagged(ctx.tx, workspaceId, { runKeys, key, value });
  const changed = active.filter((run) => !tagged.has(run.key));
  await upsertTags(
    ctx.tx,
    workspaceId,
    changed.map((run) => ({ runKey: run.key, key, value })),
  );
  return tell(ctx, { changed, refusals });
}

export async function untagRuns(ctx: Ctx, { key }: { key: string }, runs: readonly RunRow[]): Promise<Done> {
  const { id: workspaceId } = workspaceOf(ctx);
  const { active, refusals } = activeOf(runs);
  const had = await dropTagOfRuns(ctx.tx, workspaceId, { runKeys: active.map((run) => run.key), key });
  return tell(ctx, { changed: active.filter((run) => had.has(run.key)), refusals });
}

function tell(ctx: Ctx, done: Done): Done {
  heatRuns(ctx.tx, workspaceOf(ctx).id, done.changed);
  tellOfRuns(ctx, done.changed);
  return done;
}
