import { toMetricNumber } from "@plumbline/contracts/experiments/metric";
import { getMetricHistory, type LoggedMetric, logBatch } from "../../experiments/index.ts";
import type { SourceMetric } from "../source/entities.ts";
import { eachAtOnce } from "./at-once.ts";
import type { ModelPoint, ModelsOfRuns } from "./bring-logged-models.ts";
import { type DigestSum, pointText } from "./digest-sum.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { reasonOf, type Work } from "./work.ts";

/** A run that is being written. */
export interface OpenRun {
  readonly prepared: PreparedRun;
  /** It was made just now: nothing of it can be here. */
  readonly isFresh: boolean;
  /** Something was written to it. */
  isTouched: boolean;
  /** All points that the source has of it. */
  readonly points: DigestSum;
  readonly failures: string[];
}

const keysAtOnce = 6;
const batchMax = 1000;
const batchesAtOnce = 8;

/** Brings every point of every metric of some runs; those that are here already are left alone. */
export async function bringPoints(work: Work, runs: readonly OpenRun[], models: ModelsOfRuns): Promise<void> {
  const byId = new Map(runs.map((run) => [run.prepared.run.runId, run]));
  const byKey = new Map<string, string[]>();
  for (const { prepared } of runs) for (const { key } of prepared.metrics) byKey.set(key, [...(byKey.get(key) ?? []), prepared.run.runId]);
  await eachAtOnce([...byKey], keysAtOnce, async ([key, runIds]) => {
    work.reporter.signal.throwIfAborted();
    const here = openPresence(work, key);
    await work.source.history({ key, runIds }, async (runId, points) => {
      const run = byId.get(runId);
      if (!run || points.length === 0) return;
      work.reporter.count("points", "source", points.length);
      for (const point of points) run.points.add(pointText(key, point));
      const missing = run.isFresh ? points : await here.missing(runId, points);
      work.reporter.count("points", "unchanged", points.length - missing.length);
      await log(work, run, withModels(key, missing, models.points.get(runId) ?? []));
    });
  });
}

/** Which points of a metric are here already, looked up once for each run. */
function openPresence({ deps, caller }: Work, key: string) {
  const known = new Map<string, Promise<Set<string>>>();
  const read = async (runId: string): Promise<Set<string>> => {
    const { items } = await getMetricHistory(deps, caller, { runId, key });
    return new Set(items.map((point) => pointText(key, { ...point, value: Number(point.value) })));
  };
  return {
    async missing(runId: string, points: readonly SourceMetric[]): Promise<SourceMetric[]> {
      const found = known.get(runId) ?? read(runId);
      known.set(runId, found);
      const present = await found;
      return points.filter((point) => !present.has(pointText(key, point)));
    },
  };
}

/** The points as they are logged; one that belongs to several models comes once for each. */
function withModels(key: string, points: readonly SourceMetric[], ofModels: readonly ModelPoint[]): LoggedMetric[] {
  const owners = Map.groupBy(
    ofModels.filter((point) => point.key === key),
    (point) => pointText(key, point),
  );
  return points.flatMap((point) => {
    const logged = { key, value: toMetricNumber(point.value), timestamp: point.timestamp, step: point.step };
    const of = owners.size === 0 ? undefined : owners.get(pointText(key, point));
    if (!of) return [logged];
    return of.map(({ modelId, datasetName, datasetDigest }) => ({ ...logged, modelId, datasetName, datasetDigest }));
  });
}

async function log(work: Work, run: OpenRun, metrics: readonly LoggedMetric[]): Promise<void> {
  const { deps, caller, reporter } = work;
  const { runId } = run.prepared.run;
  const batches = Array.from({ length: Math.ceil(metrics.length / batchMax) }, (_, index) =>
    metrics.slice(index * batchMax, (index + 1) * batchMax),
  );
  await eachAtOnce(batches, batchesAtOnce, async (batch) => {
    try {
      await logBatch(deps, caller, { runId, metrics: batch });
      run.isTouched = true;
      reporter.count("points", "brought", batch.length);
    } catch (error) {
      run.failures.push(reasonOf(error));
      reporter.count("points", "leftOut", batch.length);
    }
  });
}
