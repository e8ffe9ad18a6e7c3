import * as contract from "@plumbline/contracts/experiments/metric";
import { type MetricPoint as MetricPointResource, toMetricNumber } from "@plumbline/contracts/experiments/metric";
import { AppError, type Ctx, decodeCursor, encodeCursor, notFound, query, workspaceOf } from "../kernel/index.ts";
import { downsample, sampleEvenly } from "./downsample.ts";
import { mergeMetricBlocks } from "./metric-block.ts";
import { compareValues, type MetricPoint, toInt64 } from "./metric-point.ts";
import * as store from "./store/metric-reads.ts";

/** Every point of a metric, by timestamp, step and value: the order in which MLflow clients expect a history. */
export const getMetricHistory = query(contract.getMetricHistory, async (ctx, { runId, key, limit, cursor }) => {
  const series = await readSeriesOfKnown(ctx, { runIds: [runId], keys: [key], range: everyStep });
  const points = (series.get(runId)?.get(key) ?? []).toSorted(byTime);
  const order = `history ${runId} ${key}`;
  const start = cursor === undefined ? 0 : firstAfter(points, toPoint(decodeCursor(order, cursor)));
  const page = limit === undefined ? points.slice(start) : points.slice(start, start + limit);
  const last = page.at(-1);
  const isMore = last !== undefined && start + page.length < points.length;
  return {
    items: page.map(toResource),
    nextCursor: isMore ? encodeCursor(order, [String(last.timestamp), String(last.step), toMetricNumber(last.value)]) : null,
  };
});

export const getCurves = query(contract.getCurves, async (ctx, { runIds, keys, startStep, endStep, maxPoints }) => {
  const series = await readSeriesOfKnown(ctx, { runIds, keys, range: { startStep, endStep } });
  const curves = [...series].flatMap(([runId, ofRun]) =>
    [...ofRun].map(([key, points]) => ({ runId, key, points: downsample(points, maxPoints).map(toResource), total: points.length })),
  );
  return { curves };
});

/** The sampling of MLflow's own charts: evenly over the points of each run, its last always among them. */
export const sampleMetricHistory = query(contract.sampleMetricHistory, async (ctx, { runIds, key, startStep, endStep, maxResults }) => {
  const series = await readSeriesOfKnown(ctx, { runIds, keys: [key], range: { startStep, endStep } });
  const points = runIds.flatMap((runId) =>
    sampleEvenly(series.get(runId)?.get(key) ?? [], maxResults).map((point) => ({ ...toResource(point), runId })),
  );
  return { points };
});

const everyStep = { startStep: undefined, endStep: undefined };

/** As `readSeries`; throws for a run that is not there. */
async function readSeriesOfKnown(ctx: Ctx, wanted: SeriesWanted): Promise<RunSeriesMap> {
  const known = await store.findRunIds(ctx.tx, workspaceOf(ctx).id, wanted.runIds);
  const stranger = wanted.runIds.find((runId) => !known.has(runId));
  if (stranger !== undefined) throw notFound("run", stranger);
  return readSeries(ctx, wanted);
}

interface SeriesWanted {
  readonly runIds: readonly string[];
  readonly keys: readonly string[];
  readonly range: store.StepRange;
}
type RunSeriesMap = Map<string, Map<string, MetricPoint[]>>;

/** Points by run and key, ordered by step, timestamp and value, identical ones once. */
async function readSeries(ctx: Ctx, wanted: SeriesWanted): Promise<RunSeriesMap> {
  const { id } = workspaceOf(ctx);
  const blocks = new Map<string, Map<string, Buffer[]>>();
  for (const { run_id, name, points } of await store.findBlocks(ctx.tx, id, wanted)) {
    const ofRun = blocks.get(run_id) ?? new Map<string, Buffer[]>();
    blocks.set(run_id, ofRun);
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

// The integers are text there: rounded ones would lie before their own point, and the page would never end.
function toPoint([timestamp, step, value]: readonly unknown[]): MetricPoint {
  if (typeof timestamp !== "string" || typeof step !== "string")
    throw new AppError("invalid", "The page cursor is damaged. Start again without it.");
  return { timestamp: toInt64(timestamp), step: toInt64(step), value: Number(value) };
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
