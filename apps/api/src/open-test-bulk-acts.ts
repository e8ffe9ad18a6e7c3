import { randomUUID } from "node:crypto";

type Input = Record<string, unknown>;
type Call = <T>(id: string, input: Input) => Promise<T>;

const manyRuns = 101;

/** Runs to act on, an act that is done and one that waits for the worker, for the tests of all operations. */
export async function prepareBulkActs(call: Call) {
  const { experimentId } = await call<{ experimentId: string }>("experiments.createExperiment", { name: randomUUID() });
  const run = async () => (await call<{ runId: string }>("experiments.createRun", { experimentId })).runId;
  const runIds = [await run()];
  const deleted = [await run()];
  await call("experiments.deleteRuns", { runIds: deleted });
  const act = (chosen: string[]) => call<{ id: string }>("experiments.tagRuns", { runIds: chosen, key: "k", value: "v" });
  const waiting = await act(Array.from({ length: manyRuns }, () => randomUUID()));
  const gone = await call<{ experimentId: string; name: string }>("experiments.createExperiment", { name: randomUUID() });
  await call("experiments.deleteExperiment", { experimentId: gone.experimentId });
  return {
    gone: { experimentId: gone.experimentId, name: gone.name },
    experimentId,
    runIds,
    deleted,
    act: (await act(runIds)).id,
    waiting: waiting.id,
  };
}

export const bulkActInputs = (world: () => Awaited<ReturnType<typeof prepareBulkActs>>): Record<string, () => Input> => ({
  "experiments.tagRuns": () => ({ runIds: world().runIds, key: "k", value: "v" }),
  "experiments.untagRuns": () => ({ runIds: world().runIds, key: "k" }),
  "experiments.moveRuns": () => ({ runIds: world().runIds, experimentId: "0" }),
  "experiments.stopRuns": () => ({ runIds: world().runIds }),
  "experiments.deleteRuns": () => ({ runIds: world().runIds }),
  "experiments.restoreRuns": () => ({ runIds: world().runIds }),
  "experiments.purgeRuns": () => ({ runIds: world().deleted, count: 1 }),
  "experiments.listBulkActs": () => ({ limit: 10 }),
  "experiments.getBulkAct": () => ({ actId: world().act }),
  "experiments.listTrashedRuns": () => ({ search: "a" }),
  "experiments.listTrashedExperiments": () => ({ limit: 10 }),
  "experiments.purgeExperiment": () => world().gone,
  "experiments.getRetention": () => ({ experimentId: world().experimentId }),
  "experiments.setRetention": () => ({ experimentId: world().experimentId, keepDeletedDays: 30, trashAfterDays: null }),
  "experiments.previewRetention": () => ({ experimentId: world().experimentId, keepDeletedDays: 30, trashAfterDays: 90 }),
  "experiments.getStorage": () => ({}),
  "experiments.getRunStorage": () => ({ runId: world().runIds[0] }),
  "experiments.cancelBulkAct": () => ({ actId: world().waiting }),
});
