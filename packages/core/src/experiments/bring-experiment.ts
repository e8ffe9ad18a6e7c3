import type { KeyValue, LifecycleStage } from "@plumbline/contracts/experiments/experiment";
import { createExperiment as contract } from "@plumbline/contracts/experiments/experiment";
import { type Ctx, recordAct, recordChanges, workspaceOf } from "../kernel/index.ts";
import * as store from "./store/experiments.ts";

/** An experiment as another server has it. */
export interface BroughtExperiment {
  readonly name: string;
  readonly creationTime: number;
  readonly lifecycleStage: LifecycleStage;
  readonly tags: readonly KeyValue[];
}

/** Makes an experiment of a free name, in the caller's transaction, and returns its number; undefined where the name is taken. */
export async function bringExperiment(ctx: Ctx, { name, creationTime }: BroughtExperiment): Promise<number | undefined> {
  const made = await store.insertExperiment(ctx.tx, workspaceOf(ctx).id, {
    name,
    artifactLocation: undefined,
    createdBy: ctx.actor.id,
    now: creationTime,
  });
  if (!made) return undefined;
  const id = String(made.id);
  recordAct(ctx.tx, ctx, {
    audit: { action: contract.audit, outcome: "done", subject: { kind: "experiment", id }, after: { name } },
    changes: [{ topic: "experiment", subject: id, kind: "create" }],
    now: ctx.now,
  });
  return made.id;
}

interface Settled {
  readonly id: number;
  readonly brought: BroughtExperiment;
  /** One that was deleted here since it came stays so. */
  readonly isNew: boolean;
}

/** Gives an experiment the tags and the stage that it has there; its runs stay as they are. */
export async function settleBroughtExperiment(ctx: Ctx, { id, brought, isNew }: Settled): Promise<void> {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await store.lockExperiment(ctx.tx, workspaceId, id);
  if (!row) return;
  await store.putExperimentTags(ctx.tx, workspaceId, { id, tags: brought.tags });
  const to = brought.lifecycleStage;
  if (row.lifecycle_stage !== to && (isNew || to === "deleted"))
    await store.moveExperiment(ctx.tx, workspaceId, { id, to, by: ctx.actor.id, now: ctx.now.getTime() });
  recordChanges(ctx.tx, workspaceId, [{ topic: "experiment", subject: String(id), kind: "update" }]);
}
