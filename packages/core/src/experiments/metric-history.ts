import * as contract from "@plumbline/contracts/experiments/metric";
import { type MetricPoint as MetricPointResource, toMetricNumber } from "@plumbline/contracts/experiments/metric";
import { AppError, type Ctx, decodeCursor, encodeCursor, notFound, query, workspaceOf } from "../kernel/index.ts";
import { downsample, sampleEvenly } from "./downsample.ts";
import { readHistoryPage } from "./history-page.ts";
import { mergeMetricBlocks } from "./metric-block.ts";
import { type MetricPoint, toInt64 } from "./metric-point.ts";
import * as store from "./store/metric-reads.ts";

/** Every point of a metric, by timestamp, step and value: the order in which MLflow clients expect a history. */
export const getMetricHistory = query(contract.getMetricHistory, async (ctx, { runId, key, limit, cursor }) => {
  await refuseUnknown(ctx, [runId]);
  const order = `history ${runId} ${key}`;
  const behind = cursor === undefined ? undefined : toPoint(decodeCursor(order, cursor));
  const { points, isMore } = await readHistoryPage(ctx, { runId, key, behind, limit });
  const last = points.at(-1);
  return {
    items: points.map(toResource),
    nextCursor: isMore && last ? encodeCursor(order, [String(last.timestamp), String(last.step), toMetricNumber(last.value)]) : null,
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

/** As `readSeries`; throws for a run that is not there. */
async function readSeriesOfKnown(ctx: Ctx, wanted: SeriesWanted): Promise<RunSeriesMap> {
  await refuseUnknown(ctx, wanted.runIds);
  return readSeries(ctx, wanted);
}

async function refuseUnknown(ctx: Ctx, runIds: readonly string[]): Promise<void> {
  const known = await store.findRunIds(ctx.tx, workspaceOf(ctx).id, runIds);
  const stranger = runIds.find((runId) => !known.has(runId));
  if (stranger !== undefined) throw notFound("run", stranger);
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

// The integers are text there: rounded ones would lie before their own point, and the page would never end.
function toPoint([timestamp, step, value]: readonly unknown[]): MetricPoint {
  if (!isInt64Text(timestamp) || !isInt64Text(step)) throw new AppError("invalid", "The page cursor is damaged. Start again without it.");
  return { timestamp: toInt64(timestamp), step: toInt64(step), value: Number(value) };
}

const isInt64Text = (text: unknown): text is string =>
  typeof text === "string" && /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
