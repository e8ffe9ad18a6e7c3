import { createExperiment as contract } from "@plumbline/contracts/experiments/experiment";
import { type Ctx, recordAct, workspaceOf } from "../kernel/index.ts";
import { experimentDeleted } from "./lifecycle.ts";
import { findExperimentByName, insertExperiment } from "./store/experiments.ts";

/** The number of the experiment of a name, made where it is not there, in the caller's transaction. A deleted one is refused. */
export async function ensureExperiment(ctx: Ctx, name: string): Promise<number> {
  const workspaceId = workspaceOf(ctx).id;
  const known = await findExperimentByName(ctx.tx, workspaceId, name);
  if (known?.lifecycle_stage === "deleted") throw experimentDeleted(String(known.id));
  if (known) return known.id;
  const experiment = { name, artifactLocation: undefined, createdBy: ctx.actor.id, now: ctx.now.getTime() };
  const made = await insertExperiment(ctx.tx, workspaceId, experiment);
  // Somebody else made it in between.
  if (!made) return ensureExperiment(ctx, name);
  const id = String(made.id);
  recordAct(ctx.tx, ctx, {
    audit: { action: contract.audit, outcome: "done", subject: { kind: "experiment", id }, after: { name } },
    changes: [{ topic: "experiment", subject: id, kind: "create" }],
    now: ctx.now,
  });
  return made.id;
}
