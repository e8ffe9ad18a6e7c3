import { bulkRefusalsMax } from "@plumbline/contracts/experiments/bulk-act";
import { type ChangeRecord, type Ctx, recordChanges, workspaceOf } from "../../kernel/index.ts";
import { advanceAct, type HeldAct } from "../store/bulk-acts.ts";
import { actOnRuns } from "./act-on-runs.ts";
import type { Done } from "./done.ts";

/** Runs of one transaction. */
export const actChunk = 200;

/** Tells pages that an act stands elsewhere. */
export const actChange = (id: string, kind: string): ChangeRecord => ({ topic: "bulk-act", subject: id, kind });

/** Does an act to its next runs, and writes how far it is. */
export async function carryOn(ctx: Ctx, act: HeldAct): Promise<void> {
  await advance(ctx, act, await actOnRuns(ctx, act.act, act.next));
}

export async function advance(ctx: Ctx, { id, next }: HeldAct, { changed, refusals }: Done): Promise<void> {
  const { id: workspaceId } = workspaceOf(ctx);
  const by = { id, looked: next.length, changed: changed.length, refusals, refusalsMax: bulkRefusalsMax, now: ctx.now };
  await advanceAct(ctx.tx, workspaceId, by);
  recordChanges(ctx.tx, workspaceId, [actChange(id, "progress")]);
}
