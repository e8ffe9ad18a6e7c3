import * as contract from "@plumbline/contracts/experiments/trash";
import { AppError, type Ctx, command, notFound, requestTask, uuidv7, workspaceOf } from "../../kernel/index.ts";
import { carryOutBulkAct } from "../bulk/carry-out-act.ts";
import { readAct } from "../bulk/read-acts.ts";
import { callerOfAct } from "../bulk/start-act.ts";
import { insertAct } from "../store/bulk-acts.ts";
import { lockExperiment } from "../store/experiments.ts";
import { findVersionOfExperiment } from "../store/runs-in-use.ts";
import { countRunsOf } from "../store/trash.ts";

/** Only a deleted experiment, named by its name, and none that a registered version comes from. */
export const purgeExperiment = command(contract.purgeExperiment, async (ctx, { experimentId, name }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await lockExperiment(ctx.tx, workspaceId, Number(experimentId));
  if (!row) throw notFound("experiment", experimentId);
  if (row.id === 0)
    throw new AppError("conflict", "The experiment Default belongs to the workspace; it cannot be removed.", {
      params: { reason: "default-experiment" },
    });
  if (row.lifecycle_stage !== "deleted")
    throw new AppError("conflict", `${row.name} is not deleted. Delete it first.`, { params: { reason: "not-deleted" } });
  if (row.name !== name)
    throw new AppError("conflict", `The experiment is called ${row.name}, not ${name}. Nothing was done.`, {
      params: { reason: "other-name" },
      fields: [{ path: "name", message: "is not its name" }],
    });
  await refuseRegistered(ctx, row);
  const id = uuidv7(ctx.now.getTime());
  const runs = await countRunsOf(ctx.tx, workspaceId, row.id);
  const act = { kind: "purge-experiment", experimentId, name, runs } as const;
  await insertAct(ctx.tx, workspaceId, { id, act, filter: null, runIds: [], caller: callerOfAct(ctx), now: ctx.now });
  return {
    result: await readAct(ctx, id),
    subject: { kind: "experiment", id: experimentId },
    before: { name, runs },
    after: null,
    tasks: [requestTask(carryOutBulkAct, { actId: id }, `purge-experiment:${workspaceId}:${experimentId}`)],
  };
});

async function refuseRegistered(ctx: Ctx, { id, name }: { id: number; name: string }): Promise<void> {
  const version = await findVersionOfExperiment(ctx.tx, workspaceOf(ctx).id, id);
  if (version === undefined) return;
  throw new AppError(
    "conflict",
    `Model version ${version} was registered from a model of ${name}. The experiment stays as long as that version is there.`,
    {
      params: { reason: "experiment-needed", version },
    },
  );
}
