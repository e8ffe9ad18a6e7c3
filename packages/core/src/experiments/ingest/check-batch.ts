import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import { AppError } from "../../kernel/index.ts";
import { checkKey, cut, runTagValueMax } from "../key-rules.ts";
import { type MetricTotals, summarizePoints } from "../metric-block.ts";
import { comparePoints, type MetricPoint } from "../metric-point.ts";

/** One point as a client sends it; NaN and the infinities may be text. */
export interface LoggedMetric {
  readonly key: string;
  readonly value: number | "NaN" | "Infinity" | "-Infinity";
  /** Milliseconds since 1970. */
  readonly timestamp: number | bigint;
  /** Any 64-bit integer; a bigint where a number would not be exact. */
  readonly step?: number | bigint;
  readonly modelId?: string;
  readonly datasetName?: string;
  readonly datasetDigest?: string;
}

/** What one request logs to one run. */
export interface LogBatchInput {
  readonly runId: string;
  readonly metrics?: readonly LoggedMetric[];
  readonly params?: readonly KeyValue[];
  readonly tags?: readonly KeyValue[];
}

/** Points of one key, sorted and each once, with their totals. */
export interface LoggedSeries {
  readonly key: string;
  readonly points: readonly MetricPoint[];
  readonly totals: MetricTotals;
}

/** A point that also belongs to a logged model. */
export interface ModelPoint extends MetricPoint {
  readonly key: string;
  readonly modelId: string;
  readonly datasetName: string;
  readonly datasetDigest: string;
}

/** A batch that obeys every rule that can be checked without the database. */
export interface CheckedBatch {
  readonly runId: string;
  readonly series: readonly LoggedSeries[];
  readonly modelPoints: readonly ModelPoint[];
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
}

const batchLimits = { metrics: 1000, params: 100, tags: 100, total: 1000 } as const;
const paramValueMax = 6000;

/** Checks a batch and puts its points in order. Written by hand: a schema library would cost more than storing the points. */
export function checkBatch(input: LogBatchInput): CheckedBatch {
  if (typeof input.runId !== "string" || input.runId === "") throw invalid("runId", "is required");
  const metrics = listOf(input.metrics, "metrics");
  const params = listOf(input.params, "params");
  const tags = listOf(input.tags, "tags");
  const { points, modelPoints } = groupPoints(metrics);
  const checkedParams = checkPairs(params, { list: "params", valueMax: paramValueMax });
  const checkedTags = checkPairs(tags, { list: "tags", valueMax: runTagValueMax });
  checkCounts({ metrics: metrics.length, params: params.length, tags: tags.length });
  refuseRepeatedParams(checkedParams);
  const series = [...points].map(([key, list]) => seriesOf(key, list));
  return {
    runId: input.runId,
    series,
    modelPoints,
    params: checkedParams,
    tags: [...new Map(checkedTags.map((tag) => [tag.key, tag])).values()],
  };
}

function seriesOf(key: string, given: MetricPoint[]): LoggedSeries {
  const points = given.length === 1 ? given : inOrder(given);
  return { key, points, totals: summarizePoints(points) };
}

function inOrder(points: MetricPoint[]): MetricPoint[] {
  points.sort(comparePoints);
  return points.filter((point, index) => index === 0 || comparePoints(point, points[index - 1] ?? point) !== 0);
}

function groupPoints(metrics: readonly LoggedMetric[]): { points: Map<string, MetricPoint[]>; modelPoints: ModelPoint[] } {
  const points = new Map<string, MetricPoint[]>();
  const modelPoints: ModelPoint[] = [];
  metrics.forEach((metric, index) => {
    const point = { step: metric.step ?? 0, timestamp: metric.timestamp, value: Number(metric.value) };
    checkPoint(metric, point, index);
    const list = points.get(metric.key);
    if (list) list.push(point);
    else {
      checkKey(metric.key, { field: `metrics[${index}].key` });
      points.set(metric.key, [point]);
    }
    if (metric.modelId) {
      modelPoints.push({
        ...point,
        key: metric.key,
        modelId: metric.modelId,
        datasetName: metric.datasetName ?? "",
        datasetDigest: metric.datasetDigest ?? "",
      });
    }
  });
  return { points, modelPoints };
}

const words = new Set<unknown>(["NaN", "Infinity", "-Infinity"]);

function checkPoint(metric: LoggedMetric, point: MetricPoint, index: number): void {
  const refuse = (field: string, message: string): AppError => invalid(`metrics[${index}].${field}`, message);
  if (typeof metric.key !== "string") throw refuse("key", "must be text");
  if (typeof metric.value !== "number" && !words.has(metric.value)) throw refuse("value", "must be a number, NaN or an infinity");
  if (!isInt64(point.timestamp) || point.timestamp < 0) throw refuse("timestamp", "must be a whole number of milliseconds, not negative");
  if (!isInt64(point.step)) throw refuse("step", "must be a 64-bit whole number");
}

const isInt64 = (value: unknown): boolean =>
  typeof value === "bigint" ? BigInt.asIntN(64, value) === value : Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 63;

function checkPairs(pairs: readonly KeyValue[], rule: { list: string; valueMax: number }): KeyValue[] {
  return pairs.map(({ key, value }, index) => {
    if (typeof key !== "string") throw invalid(`${rule.list}[${index}].key`, "must be text");
    if (typeof value !== "string") throw invalid(`${rule.list}[${index}].value`, "must be text");
    if (!value.isWellFormed())
      throw invalid(`${rule.list}[${index}].value`, "holds half of a character: a UTF-16 surrogate without its pair");
    checkKey(key, { field: `${rule.list}[${index}].key` });
    return { key, value: cut(value, rule.valueMax) };
  });
}

function checkCounts(given: { metrics: number; params: number; tags: number }): void {
  const counts = { ...given, total: given.metrics + given.params + given.tags };
  for (const what of ["metrics", "params", "tags", "total"] as const) {
    if (counts[what] <= batchLimits[what]) continue;
    const named = what === "total" ? "metrics, params and tags together" : what;
    throw new AppError("invalid", `A batch holds at most ${batchLimits[what]} ${named}; this one has ${counts[what]}. Split it.`, {
      params: { reason: "batch-too-large", what, max: batchLimits[what], given: counts[what] },
    });
  }
}

function refuseRepeatedParams(params: readonly KeyValue[]): void {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { key } of params) (seen.has(key) ? repeated : seen).add(key);
  if (repeated.size === 0) return;
  const keys = [...repeated];
  throw new AppError("invalid", `Params are given twice in one batch: ${keys.join(", ")}.`, {
    params: { reason: "param-duplicate", keys },
  });
}

function listOf<T>(list: readonly T[] | undefined, name: string): readonly T[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw invalid(name, "must be a list");
  const stranger = list.findIndex((item) => typeof item !== "object" || item === null);
  if (stranger >= 0) throw invalid(`${name}[${stranger}]`, "must be an object");
  return list;
}

const invalid = (path: string, message: string): AppError =>
  new AppError("invalid", `${path} ${message}.`, { fields: [{ path, message }] });
