import * as contract from "@plumbline/contracts/experiments/metric";
import { type MetricPoint as MetricPointResource, toMetricNumber } from "@plumbline/contracts/experiments/metric";
import { AppError, type Ctx, decodeCursor, encodeCursor, notFound, query, workspaceOf } from "../kernel/index.ts";
import { downsample, sampleEvenly } from "./downsample.ts";
import { readHistoryPage } from "./history-page.ts";
import { type MetricPoint, toInt64 } from "./metric-point.ts";
import { keptBytes, PartCache } from "./part-cache.ts";
import type { PointList } from "./point-list.ts";
import { type FoundPoints, partsOf, readSeries } from "./read-series.ts";
import { findMetricKeys } from "./store/metric-keys.ts";
import * as store from "./store/metric-reads.ts";

/** Every point of a metric, by timestamp, step and value: the order in which MLflow clients expect a history. */
export const getMetricHistory = query(contract.getMetricHistory, async (ctx, { runId, key, limit, cursor }) => {
  const runKeys = await runKeysOf(ctx, [runId]);
  const order = `history ${runId} ${key}`;
  const behind = cursor === undefined ? undefined : toPoint(decodeCursor(order, cursor));
  const [named] = await findMetricKeys(ctx.tx, workspaceOf(ctx).id, [key]);
  if (!named) return { items: [], nextCursor: null };
  const wanted = { runKey: runKeys.get(runId) ?? -1, keyId: named.id, behind, limit, toItem: toResource };
  const { items, last, isMore } = await readHistoryPage(ctx, wanted);
  return {
    items,
    nextCursor: isMore && last ? encodeCursor(order, [String(last.timestamp), String(last.step), toMetricNumber(last.value)]) : null,
  };
});

export const getCurves = query(contract.getCurves, async (ctx, { runIds, keys, startStep, endStep, maxPoints }) => {
  const curves = await findCurves(ctx, { runIds, keys, range: { startStep, endStep } });
  return {
    curves: curves.map(({ runId, key, read }) => {
      const points = read();
      return { runId, key, points: downsample(points, maxPoints).map(toResource), total: points.length };
    }),
  };
});

/** The sampling of MLflow's own charts: evenly over the points of each run, its last always among them. */
export const sampleMetricHistory = query(contract.sampleMetricHistory, async (ctx, { runIds, key, startStep, endStep, maxResults }) => {
  const curves = await findCurves(ctx, { runIds, keys: [key], range: { startStep, endStep } });
  const byRun = new Map(curves.map((curve) => [curve.runId, curve]));
  const points = runIds.flatMap((runId) => {
    const ofRun = byRun.get(runId);
    return ofRun ? sampleEvenly(ofRun.read(), maxResults).map((point) => ({ ...toResource(point), runId })) : [];
  });
  return { points };
});

/** Curves of many runs for charts, in columns: a fourth of the size of points that each name their parts. */
export const drawCurves = query(contract.drawCurves, async (ctx, { runIds, keys, startStep, endStep, maxPoints, hasTimes }) => {
  if (runIds.length * keys.length > contract.drawnCurvesMax) {
    throw new AppError("invalid", `One drawing holds ${contract.drawnCurvesMax} curves: ask for fewer runs or keys.`);
  }
  const found = await findCurves(ctx, { runIds, keys, range: { startStep, endStep } });
  const share = Math.max(2, Math.floor(contract.drawnPointsMax / Math.max(1, found.length)));
  const most = Math.min(maxPoints, share);
  const curves = found.map(({ runId, key, read }) => {
    const points = read();
    const drawn = downsample(points, most);
    return {
      runId,
      key,
      steps: drawn.map(({ step }) => step),
      values: drawn.map(({ value }) => toMetricNumber(value)),
      ...(hasTimes ? { timestamps: drawn.map(({ timestamp }) => timestamp) } : {}),
      total: points.length,
    };
  });
  return { curves, maxPoints: most };
});

interface SeriesWanted {
  readonly runIds: readonly string[];
  readonly keys: readonly string[];
  readonly range: store.StepRange;
}

/** A curve of one run and key: one is read and thinned after the other, since its points are valid until the next is read. */
interface FoundCurve {
  readonly runId: string;
  readonly key: string;
  readonly read: () => PointList;
}

/** The keys of runs by their ids; throws for a run that is not there. */
async function runKeysOf(ctx: Ctx, runIds: readonly string[]): Promise<Map<string, number>> {
  const known = await store.findRunKeys(ctx.tx, workspaceOf(ctx).id, runIds);
  const stranger = runIds.find((runId) => !known.has(runId));
  if (stranger !== undefined) throw notFound("run", stranger);
  return known;
}

/** Points by run and key, ordered by step, timestamp and value, identical ones once. Throws for a run that is not there. */
async function findCurves(ctx: Ctx, { runIds, keys, range }: SeriesWanted): Promise<FoundCurve[]> {
  const { id } = workspaceOf(ctx);
  const runs = await runKeysOf(ctx, runIds);
  const named = await findMetricKeys(ctx.tx, id, keys);
  if (named.length === 0) return [];
  const keyIds = named.map((key) => key.id);
  const found = partsOf(await findStored(ctx, { runKeys: [...runs.values()], keyIds, range }), new Set(keyIds));
  return [...runs].flatMap(([runId, runKey]) =>
    named.flatMap(({ id: keyId, name }) => {
      const parts = found.get(runKey)?.get(keyId);
      return parts ? [{ runId, key: name, read: () => readSeries(parts, range) }] : [];
    }),
  );
}

const cache = new PartCache(keptBytes);

/** What is stored of runs and keys: parts that were read before come from the cache. */
async function findStored(ctx: Ctx, wanted: Omit<store.PointsWanted, "kept">): Promise<readonly FoundPoints[]> {
  const kept = cache.of(wanted.runKeys);
  const found = await store.findPoints(ctx.tx, workspaceOf(ctx).id, { ...wanted, kept: [...kept.keys()] });
  return found.map(({ digest, ...of }) => {
    const points = of.points ?? kept.get(digest ?? "");
    if (!points) throw new Error("points were left out that nobody has kept");
    return digest === null ? { ...of, points } : { ...of, points, keep: (decoded) => cache.keep(of.runKey, digest, decoded) };
  });
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
