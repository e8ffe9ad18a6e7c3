import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import type { Run } from "@plumbline/contracts/experiments/run";
import { bringRunLinks, getRun, logBatch } from "../../experiments/index.ts";
import type { ModelsOfRuns } from "./bring-logged-models.ts";
import type { OpenRun } from "./bring-points.ts";
import { asImporter, reasonOf, type Work } from "./work.ts";

const pairsMax = 100;

/** Brings params, tags, datasets and models of a run; what it has here already is left alone. */
export async function bringParts(work: Work, run: OpenRun, models: ModelsOfRuns): Promise<void> {
  const { runId } = run.prepared.run;
  const here = run.isFresh ? undefined : await getRun(work.deps, work.caller, { runId });
  await bringPairs(work, run, here);
  await bringLinks(work, { run, here, models });
}

async function bringPairs({ deps, caller, reporter }: Work, run: OpenRun, here: Run | undefined): Promise<void> {
  const { runId } = run.prepared.run;
  for (const kind of ["params", "tags"] as const) {
    const known = new Map((here?.[kind] ?? []).map(({ key, value }) => [key, value]));
    const isMissing = ({ key, value }: KeyValue): boolean => known.get(key) !== value;
    const missing = run.prepared[kind].filter(isMissing);
    reporter.count(kind, "source", run.prepared[kind].length);
    reporter.count(kind, "unchanged", run.prepared[kind].length - missing.length);
    for (let start = 0; start < missing.length; start += pairsMax) {
      const part = missing.slice(start, start + pairsMax);
      try {
        await logBatch(deps, caller, { runId, [kind]: part });
        run.isTouched = true;
        reporter.count(kind, "brought", part.length);
      } catch (error) {
        run.failures.push(reasonOf(error));
        reporter.count(kind, "leftOut", part.length);
      }
    }
  }
}

interface Linking {
  readonly run: OpenRun;
  readonly here: Run | undefined;
  readonly models: ModelsOfRuns;
}

async function bringLinks(work: Work, { run, here, models: { known } }: Linking): Promise<void> {
  const { reporter } = work;
  const { datasets, modelInputs, modelOutputs, run: brought } = run.prepared;
  const { runId } = brought;
  const lost = [...modelInputs, ...modelOutputs].filter(({ modelId }) => !known.has(modelId));
  const isNew = (list: readonly { modelId: string }[] | undefined, modelId: string): boolean =>
    known.has(modelId) && !list?.some((one) => one.modelId === modelId);
  const missing = {
    datasets: datasets.filter(
      ({ dataset: { name, digest } }) => !here?.inputs.some(({ dataset }) => dataset.name === name && dataset.digest === digest),
    ),
    inputs: modelInputs.filter(({ modelId }) => isNew(here?.modelInputs, modelId)),
    outputs: modelOutputs.filter(({ modelId }) => isNew(here?.modelOutputs, modelId)),
  };
  const all = datasets.length + modelInputs.length + modelOutputs.length;
  const number = missing.datasets.length + missing.inputs.length + missing.outputs.length;
  reporter.count("inputs", "source", all);
  reporter.count("inputs", "unchanged", all - number - lost.length);
  for (const { modelId } of lost) {
    reporter.count("inputs", "leftOut");
    reporter.problem("input", `run ${runId}: ${modelId}`, "It names a logged model that did not come with its experiment.");
  }
  if (number === 0) return;
  try {
    await asImporter(work, (ctx) => bringRunLinks(ctx, { runId, ...missing }));
    run.isTouched = true;
    reporter.count("inputs", "brought", number);
  } catch (error) {
    reporter.count("inputs", "leftOut", number);
    run.failures.push(reasonOf(error));
  }
}
