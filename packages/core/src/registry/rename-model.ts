import * as contract from "@plumbline/contracts/registry/model";
import { command } from "../kernel/index.ts";
import { nameTaken, readModel } from "./create-model.ts";
import { heldModel } from "./held-model.ts";
import { stateOf } from "./model-view.ts";
import { findModelKey, reviseModel } from "./store/models.ts";

/** A name that is given anew, also to the model that has it, changes nothing else. */
export const renameModel = command(contract.renameModel, async (ctx, { model, name }) => {
  const { workspaceId, row, now } = await heldModel(ctx, model);
  const holder = await findModelKey(ctx.tx, workspaceId, name);
  if (holder && holder.key !== row.key) throw nameTaken(name);
  const isFree = await reviseModel(ctx.tx, workspaceId, { ...stateOf(row), name, key: row.key, by: ctx.actor.id, now });
  if (!isFree) throw nameTaken(name);
  return {
    result: await readModel(ctx, name),
    subject: { kind: "model", id: model },
    before: { name: model },
    after: { name },
    changes: [model, name].map((id) => ({ topic: "model", subject: id, kind: "rename", data: { from: model, to: name } })),
  };
});
