import type { SourceExperiment } from "../source/entities.ts";
import { bringExperiments } from "./bring-experiments.ts";
import { bringLoggedModels } from "./bring-logged-models.ts";
import { bringRegistry } from "./bring-registry.ts";
import { bringRuns } from "./bring-runs.ts";
import { verifyRegistry } from "./verify-registry.ts";
import { verifyRuns } from "./verify-runs.ts";
import type { Work } from "./work.ts";

/** Brings everything that is wanted, then reads both sides again. */
export async function bringAll(work: Work, experiments: readonly SourceExperiment[]): Promise<void> {
  const { reporter } = work;
  reporter.count("experiments", "source", experiments.length);
  reporter.phase("experiments", "Experiments", experiments.length);
  const placed = await bringExperiments(work, experiments);
  const total = await countRuns(work, experiments);
  reporter.phase("runs", "Runs", total);
  for (const one of placed) {
    reporter.message(`Runs of ${one.source.name}`);
    await bringRuns(work, one, await bringLoggedModels(work, one));
  }
  if (work.wanted === null) {
    reporter.phase("registry", "Models");
    await bringRegistry(work);
  }
  reporter.phase("verifying", "Comparing both sides", total);
  for (const one of placed) await verifyRuns(work, one);
  if (work.wanted === null) await verifyRegistry(work);
}

/** How many there are to bring: no server counts them, so that they are read once more. */
async function countRuns({ source, reporter }: Work, experiments: readonly SourceExperiment[]): Promise<number> {
  reporter.phase("reading", "Counting runs");
  let total = 0;
  for (const { experiment_id: id } of experiments) {
    for await (const page of source.runs(id)) {
      reporter.signal.throwIfAborted();
      total += page.length;
    }
  }
  return total;
}
