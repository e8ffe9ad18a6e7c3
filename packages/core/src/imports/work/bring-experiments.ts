import { type BroughtExperiment, bringExperiment, settleBroughtExperiment, whyKeyRefused } from "../../experiments/index.ts";
import type { Ctx } from "../../kernel/index.ts";
import type { SourceExperiment } from "../source/entities.ts";
import { insertExperimentOrigin, listExperimentMap } from "../store/origins.ts";
import { asImporter, type Work } from "./work.ts";

/** An experiment with its number here. */
export interface PlacedExperiment {
  readonly source: SourceExperiment;
  readonly experimentId: number;
}

const defaultName = "Default";
/** The workspace's own, which every workspace has. */
const defaultId = 0;
const nameMax = 500;
const triesMost = 100;

/** Makes the experiments that are not here yet. Which is which is remembered, so that another import finds them again. */
export async function bringExperiments(work: Work, experiments: readonly SourceExperiment[]): Promise<PlacedExperiment[]> {
  const { reporter, sourceKey, workspaceId } = work;
  const known = await asImporter(work, (ctx) => listExperimentMap(ctx.tx, workspaceId, { sourceKey }));
  const placed: PlacedExperiment[] = [];
  for (const source of experiments) {
    reporter.signal.throwIfAborted();
    const before = known.get(source.experiment_id);
    const experimentId = before ?? (await place(work, source));
    await settle(work, { source, experimentId, isNew: before === undefined });
    reporter.count("experiments", before === undefined ? "brought" : "unchanged");
    reporter.step();
    placed.push({ source, experimentId });
  }
  return placed;
}

/** The default one goes into the workspace's own; any other gets its name, or the next free one after it. */
function place(work: Work, source: SourceExperiment): Promise<number> {
  const { sourceKey, workspaceId } = work;
  const name = source.name.trim().slice(0, nameMax) || `Experiment ${source.experiment_id}`;
  const isDefault = source.experiment_id === String(defaultId) && name === defaultName;
  return asImporter(work, async (ctx) => {
    const experimentId = isDefault ? defaultId : await makeUnderFreeName(work, ctx, { source, name });
    await insertExperimentOrigin(ctx.tx, workspaceId, { sourceKey, sourceId: source.experiment_id, experimentId });
    return experimentId;
  });
}

async function makeUnderFreeName(
  { reporter, address }: Work,
  ctx: Ctx,
  { source, name }: { source: SourceExperiment; name: string },
): Promise<number> {
  for (let number = 1; number <= triesMost; number++) {
    const tried = number === 1 ? name : numbered(name, number);
    const made = await bringExperiment(ctx, brought(source, tried));
    if (made === undefined) continue;
    if (tried !== source.name)
      reporter.note(
        "experiment",
        source.name,
        `An experiment of this name is here already, which is not from ${address}: it came as "${tried}".`,
      );
    return made;
  }
  throw new Error(`no free name after ${name}`);
}

const numbered = (name: string, number: number): string => `${name.slice(0, nameMax - 6)} (${number})`;

const tagMax = 20_000;

const brought = (source: SourceExperiment, name: string): BroughtExperiment => ({
  name,
  creationTime: source.creation_time ?? 0,
  lifecycleStage: source.lifecycle_stage,
  tags: source.tags.filter(({ key, value }) => whyKeyRefused(key) === undefined && value.length <= tagMax && !value.includes("\0")),
});

async function settle(work: Work, { source, experimentId, isNew }: PlacedExperiment & { isNew: boolean }): Promise<void> {
  // The workspace's own stays as it is.
  if (experimentId === defaultId) return;
  const experiment = brought(source, source.name);
  for (const { key } of source.tags)
    if (!experiment.tags.some((tag) => tag.key === key))
      work.reporter.problem("tag", `experiment ${source.name}`, `The tag "${key}" cannot be stored.`);
  await asImporter(work, (ctx) => settleBroughtExperiment(ctx, { id: experimentId, brought: experiment, isNew }));
}
