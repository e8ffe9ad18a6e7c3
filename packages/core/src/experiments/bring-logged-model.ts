import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import { createLoggedModel as contract } from "@plumbline/contracts/experiments/logged-model";
import { type Ctx, recordAct, workspaceOf } from "../kernel/index.ts";
import { type BroughtModel, insertBroughtModel, settleBroughtModel } from "./store/brought.ts";
import { putLoggedModelParams, putLoggedModelTags } from "./store/logged-models.ts";

export type { BroughtModel } from "./store/brought.ts";

interface Contents {
  readonly model: BroughtModel;
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
}

/** Makes a logged model of another server under its own id; whether it did: false where the id is taken. */
export async function bringLoggedModel(ctx: Ctx, { model, params, tags }: Contents): Promise<boolean> {
  if (!(await insertBroughtModel(ctx.tx, workspaceOf(ctx).id, model))) return false;
  await settleBroughtLoggedModel(ctx, { model, params, tags });
  recordAct(ctx.tx, ctx, {
    audit: {
      action: contract.audit,
      outcome: "done",
      subject: { kind: "logged-model", id: model.modelId },
      after: { name: model.name, experimentId: String(model.experimentId), modelType: model.modelType, sourceRunId: model.sourceRunId },
    },
    changes: [{ topic: "logged-model", subject: model.modelId, kind: "create" }],
    now: ctx.now,
  });
  return true;
}

/** What may have been added to it since. */
export async function settleBroughtLoggedModel(ctx: Ctx, { model, params, tags }: Contents): Promise<void> {
  const { id: workspaceId } = workspaceOf(ctx);
  const { modelId } = model;
  await settleBroughtModel(ctx.tx, workspaceId, model);
  await putLoggedModelParams(ctx.tx, workspaceId, { modelId, pairs: params });
  await putLoggedModelTags(ctx.tx, workspaceId, { modelId, pairs: tags });
}
