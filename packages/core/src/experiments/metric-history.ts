import * as contract from "@plumbline/contracts/experiments/metric";
import { type MetricPoint as MetricPointResource, toMetricNumber } from "@plumbline/contracts/experiments/metric";
import { AppError, type Ctx, decodeCursor, encodeCursor, notFound, query, workspaceOf } from "../kernel/index.ts";
import { downsample, sampleEvenly } from "./downsample.ts";
import { readHistoryPage } from "./history-page.ts";
import { decodeMetricBlock, mergePoints } from "./metric-block.ts";
import { decodeBundle } from "./metric-bundle.ts";
import { type MetricPoint, toInt64 } from "./metric-point.ts";
import { findMetricKeys } from "./store/metric-keys.ts";
import * as store from "./store/metric-reads.ts";

/** Every point of a metric, by timestamp, step and value: the order in which MLflow clients expect a history. */
export const getMetricHistory = query(contract.getMetricHistory, async (ctx, { runId, key, limit, cursor }) => {
  const runKeys = await runKeysOf(ctx, [runId]);
  const order = `history ${runId} ${key}`;
  const behind = cursor === undefined ? undefined : toPoint(decodeCursor(order, cursor));
  const [named] = await findMetricKeys(ctx.tx, workspaceOf(ctx).id, [key]);
  if (!named) return { items: [], nextCursor: null };
  const { points, isMore } = await readHistoryPage(ctx, { runKey: runKeys.get(runId) ?? -1, keyId: named.id, behind, limit });
  const last = points.at(-1);
  return {
    items: points.map(toResource),
    nextCursor: isMore && last ? encodeCursor(order, [String(last.timestamp), String(last.step), toMetricNumber(last.value)]) : null,
  };
});

export const getCurves = query(contract.getCurves, async (ctx, { runIds, keys, startStep, endStep, maxPoints }) => {
  const series = await readSeries(ctx, { runIds, keys, range: { startStep, endStep } });
  const curves = [...series].flatMap(([runId, ofRun]) =>
    [...ofRun].map(([key, points]) => ({ runId, key, points: downsample(points, maxPoints).map(toResource), total: points.length })),
  );
  return { curves };
});

/** The sampling of MLflow's own charts: evenly over the points of each run, its last always among them. */
export const sampleMetricHistory = query(contract.sampleMetricHistory, async (ctx, { runIds, key, startStep, endStep, maxResults }) => {
  const series = await readSeries(ctx, { runIds, keys: [key], range: { startStep, endStep } });
  const points = runIds.flatMap((runId) =>
    sampleEvenly(series.get(runId)?.get(key) ?? [], maxResults).map((point) => ({ ...toResource(point), runId })),
  );
  return { points };
});

interface SeriesWanted {
  readonly runIds: readonly string[];
  readonly keys: readonly string[];
  readonly range: store.StepRange;
}
type RunSeriesMap = Map<string, Map<string, readonly MetricPoint[]>>;

/** The keys of runs by their ids; throws for a run that is not there. */
async function runKeysOf(ctx: Ctx, runIds: readonly string[]): Promise<Map<string, number>> {
  const known = await store.findRunKeys(ctx.tx, workspaceOf(ctx).id, runIds);
  const stranger = runIds.find((runId) => !known.has(runId));
  if (stranger !== undefined) throw notFound("run", stranger);
  return known;
}

/** Points by run and key, ordered by step, timestamp and value, identical ones once. Throws for a run that is not there. */
async function readSeries(ctx: Ctx, { runIds, keys, range }: SeriesWanted): Promise<RunSeriesMap> {
  const { id } = workspaceOf(ctx);
  const runs = await runKeysOf(ctx, runIds);
  const named = await findMetricKeys(ctx.tx, id, keys);
  if (named.length === 0) return new Map();
  const keyIds = named.map((key) => key.id);
  const found = partsOf(await store.findPoints(ctx.tx, id, { runKeys: [...runs.values()], keyIds, range }), new Set(keyIds));
  const isInside = ({ step }: MetricPoint) =>
    (range.startStep === undefined || step >= range.startStep) && (range.endStep === undefined || step <= range.endStep);
  const isWhole = range.startStep === undefined && range.endStep === undefined;
  return new Map(
    [...runs].map(([runId, runKey]) => [
      runId,
      new Map(
        named.flatMap(({ id: keyId, name }) => {
          const points = mergePoints(found.get(runKey)?.get(keyId) ?? []);
          return points.length > 0 ? [[name, isWhole ? points : points.filter(isInside)]] : [];
        }),
      ),
    ]),
  );
}

/** Decoded lists of points by run and key. */
function partsOf(stored: readonly store.StoredPoints[], wanted: ReadonlySet<number>): Map<number, Map<number, (readonly MetricPoint[])[]>> {
  const parts = new Map<number, Map<number, (readonly MetricPoint[])[]>>();
  for (const { runKey, keyId, points } of stored) {
    const ofRun = parts.get(runKey) ?? new Map<number, (readonly MetricPoint[])[]>();
    parts.set(runKey, ofRun);
    const decoded = keyId === null ? decodeBundle(points, (id) => wanted.has(id)) : [{ keyId, points: decodeMetricBlock(points) }];
    for (const one of decoded) {
      const list = ofRun.get(one.keyId);
      if (list) list.push(one.points);
      else ofRun.set(one.keyId, [one.points]);
    }
  }
  return parts;
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
