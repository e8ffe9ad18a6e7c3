import { randomUUID } from "node:crypto";

type Input = Record<string, unknown>;
type Call = <T>(id: string, input: Input) => Promise<T>;

/** Views and groups of runs, for the tests of all operations. */
export async function prepareViews(call: Call) {
  const { experimentId } = await call<{ experimentId: string }>("experiments.createExperiment", { name: randomUUID() });
  const input = { experimentId, content: { version: 1 } };
  const view = async () => (await call<{ viewId: string }>("experiments.createSavedView", { ...input, name: randomUUID() })).viewId;
  return { experimentId, kept: await view(), doomed: await view() };
}

export const viewInputs = (world: () => Awaited<ReturnType<typeof prepareViews>>): Record<string, () => Input> => ({
  "experiments.listSavedViews": () => ({ experimentId: world().experimentId }),
  "experiments.createSavedView": () => ({
    experimentId: world().experimentId,
    name: randomUUID(),
    isShared: true,
    content: { version: 1 },
  }),
  "experiments.getSavedView": () => ({ viewId: world().kept }),
  "experiments.updateSavedView": () => ({ viewId: world().kept, basedOn: 1, name: randomUUID() }),
  "experiments.deleteSavedView": () => ({ viewId: world().doomed }),
  "experiments.duplicateSavedView": () => ({ viewId: world().kept, name: randomUUID() }),
  "experiments.groupRuns": () => ({ experimentIds: [world().experimentId], grouping: { by: "status" } }),
  "experiments.searchRunKeys": () => ({ experimentIds: [world().experimentId], search: "lr" }),
  "experiments.exportRuns": () => ({ experimentIds: [world().experimentId], format: "parquet" }),
  "experiments.setDefaultView": () => ({ experimentId: world().experimentId, viewId: null }),
});
