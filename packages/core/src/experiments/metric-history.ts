import * as contract from "@plumbline/contracts/experiments/metric";
import { type MetricPoint as MetricPointResource, toMetricNumber } from "@plumbline/contracts/experiments/metric";
import { AppError, type Ctx, decodeCursor, encodeCursor, notFound, query, workspaceOf } from "../kernel/index.ts";
import { downsample, sampleEvenly } from "./downsample.ts";
import { mergeMetricBlocks } from "./metric-block.ts";
import { compareValues, type MetricPoint } from "./metric-point.ts";
import * as store from "./store/metric-reads.ts";

/** Every point of a metric, by timestamp, step and value: the order in which MLflow clients expect a history. */
export const getMetricHistory = query(contract.getMetricHistory, async (ctx, { runId, key, limit, cursor }) => {
  const series = await readSeries(ctx, { runIds: [runId], keys: [key], range: everyStep });
  const points = (series.get(runId)?.get(key) ?? []).toSorted(byTime);
  const order = `history ${runId} ${key}`;
  const start = cursor === undefined ? 0 : firstAfter(points, toPoint(decodeCursor(order, cursor)));
  const page = limit === undefined ? points.slice(start) : points.slice(start, start + limit);
  const last = page.at(-1);
  const isMore = last !== undefined && start + page.length < points.length;
  return {
    items: page.map(toResource),
    nextCursor: isMore ? encodeCursor(order, [Number(last.timestamp), Number(last.step), toMetricNumber(last.value)]) : null,
  };
});

export const getCurves = query(contract.getCurves, async (ctx, { runIds, keys, startStep, endStep, maxPoints }) => {
  const series = await readSeries(ctx, { runIds, keys, range: { startStep, endStep } });
  const curves = [...series].flatMap(([runId, ofRun]) =>
    [...ofRun].map(([key, points]) => ({ runId, key, points: downsample(points, maxPoints).map(toResource), total: points.length })),
  );
  return { curves };
});

/** The sampling of MLflow's own charts: steps are chosen over all runs together, each run's first and last always. */
export const sampleMetricHistory = query(contract.sampleMetricHistory, async (ctx, { runIds, key, startStep, endStep, maxResults }) => {
  const series = await readSeries(ctx, { runIds, keys: [key], range: { startStep, endStep } });
  const lists = runIds.map((runId) => ({ runId, points: series.get(runId)?.get(key) ?? [] }));
  const steps = [...new Set(lists.flatMap(({ points }) => points.map((point) => Number(point.step))))].sort((left, right) => left - right);
  const chosen = new Set(
    sampleEvenly(
      steps.map((step) => ({ step, timestamp: 0, value: 0 })),
      maxResults,
    ).map((point) => Number(point.step)),
  );
  const points = lists.flatMap(({ runId, points: ofRun }) => {
    const ends = new Set([ofRun[0]?.step, ofRun.at(-1)?.step].map(Number));
    return ofRun
      .filter((point) => chosen.has(Number(point.step)) || ends.has(Number(point.step)))
      .map((point) => ({ ...toResource(point), runId }));
  });
  return { points };
});

const everyStep = { startStep: undefined, endStep: undefined };

/** Points by run and key, ordered by step, timestamp and value, identical ones once. Throws for a run that is not there. */
async function readSeries(
  ctx: Ctx,
  wanted: { runIds: readonly string[]; keys: readonly string[]; range: store.StepRange },
): Promise<Map<string, Map<string, MetricPoint[]>>> {
  const { id } = workspaceOf(ctx);
  const known = await store.findRunIds(ctx.tx, id, wanted.runIds);
  const stranger = wanted.runIds.find((runId) => !known.has(runId));
  if (stranger !== undefined) throw notFound("run", stranger);
  const blocks = new Map<string, Map<string, Buffer[]>>();
  for (const { run_id, name, points } of await store.findBlocks(ctx.tx, id, wanted)) {
    let ofRun = blocks.get(run_id);
    if (!ofRun) blocks.set(run_id, (ofRun = new Map()));
    const list = ofRun.get(name);
    if (list) list.push(points);
    else ofRun.set(name, [points]);
  }
  const { startStep, endStep } = wanted.range;
  const isInside = (point: MetricPoint) =>
    (startStep === undefined || point.step >= startStep) && (endStep === undefined || point.step <= endStep);
  return new Map(
    [...blocks].map(([runId, ofRun]) => [runId, new Map([...ofRun].map(([key, list]) => [key, mergeMetricBlocks(list).filter(isInside)]))]),
  );
}

const toResource = (point: MetricPoint): MetricPointResource => ({
  value: toMetricNumber(point.value),
  timestamp: Number(point.timestamp),
  step: Number(point.step),
});

function byTime(left: MetricPoint, right: MetricPoint): number {
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp ? -1 : 1;
  if (left.step !== right.step) return left.step < right.step ? -1 : 1;
  return compareValues(left.value, right.value);
}

function toPoint([timestamp, step, value]: readonly unknown[]): MetricPoint {
  if (typeof timestamp !== "number" || typeof step !== "number")
    throw new AppError("invalid", "The page cursor is damaged. Start again without it.");
  return { timestamp, step, value: Number(value) };
}

/** Index of the first point behind a position. */
function firstAfter(points: readonly MetricPoint[], position: MetricPoint): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const point = points[middle];
    if (point && byTime(point, position) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
