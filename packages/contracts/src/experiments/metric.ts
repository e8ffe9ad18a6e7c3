import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { pageOf } from "#src/page.ts";

/** A float64. JSON has no NaN or infinities: those three travel as text. */
export const MetricNumber = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]);
export type MetricNumber = z.infer<typeof MetricNumber>;
/** JSON form of a float64. */
export const toMetricNumber = (value: number): MetricNumber =>
  Number.isFinite(value) ? value : (String(value) as "NaN" | "Infinity" | "-Infinity");
/** Float64 of its JSON form. */
export const fromMetricNumber = (value: MetricNumber): number => Number(value);

export const metricKeyMax = 250;
export const MetricKey = z.string().min(1).max(metricKeyMax);

/** A stored 64-bit integer as a JSON number: exact up to 2^53, the nearest float64 beyond, as of clocks in nanoseconds. */
export const Int64Number = z.number().refine(Number.isInteger, "not a whole number");

export const MetricPoint = z.object({ value: MetricNumber, timestamp: Int64Number, step: Int64Number });
export type MetricPoint = z.infer<typeof MetricPoint>;

/** One metric of one run. `last` is the greatest (step, timestamp, value); min, max and mean leave NaN out. */
export const MetricSummary = z.object({
  key: z.string(),
  last: MetricPoint,
  first: MetricPoint,
  min: MetricNumber.nullable(),
  max: MetricNumber.nullable(),
  mean: MetricNumber.nullable(),
  count: z.int(),
});
export type MetricSummary = z.infer<typeof MetricSummary>;

/** One metric of one run, by its last point alone. */
export const LastMetric = MetricSummary.pick({ key: true, last: true });
export type LastMetric = z.infer<typeof LastMetric>;

const RunRef = z.object({ runId: z.string().min(1).max(256) });

export const getMetricHistory = operation({
  id: "experiments.getMetricHistory",
  method: "GET",
  path: "/runs/:runId/metrics/history",
  summary: "Returns every point of a metric, ordered by timestamp, step and value.",
  params: RunRef,
  query: z.object({
    key: MetricKey,
    limit: z.coerce.number().int().min(1).max(1_000_000).optional(),
    cursor: z.string().max(500).optional(),
  }),
  response: pageOf(MetricPoint),
  permission: "run:read",
  audit: reading,
});

/** Points of one run and key, ordered by step, thinned so that minima and maxima stay. */
export const Curve = z.object({
  runId: z.string(),
  key: z.string(),
  points: z.array(MetricPoint),
  /** Points stored in the asked range; more than `points` holds when thinned. */
  total: z.int(),
});
export type Curve = z.infer<typeof Curve>;

export const getCurves = operation({
  id: "experiments.getCurves",
  method: "POST",
  path: "/metrics/curves",
  summary: "Returns curves for charts: thinned to `maxPoints` each with minima and maxima kept.",
  body: z.object({
    runIds: z.array(z.string().max(256)).min(1).max(100),
    keys: z.array(MetricKey).min(1).max(50),
    startStep: z.int().optional(),
    endStep: z.int().optional(),
    maxPoints: z.int().min(2).max(10_000).default(600),
  }),
  response: z.object({ curves: z.array(Curve) }),
  permission: "run:read",
  audit: reading,
});

/** Runs times keys that one drawing may ask for. */
export const drawnCurvesMax = 20_000;
/** Points that one answer holds; many curves share them evenly. */
export const drawnPointsMax = 200_000;

/** A curve by columns: the same place of each belongs to one point, by step. `timestamps` only where they were asked for. */
export const DrawnCurve = z.object({
  runId: z.string(),
  key: z.string(),
  steps: z.array(Int64Number),
  values: z.array(MetricNumber),
  timestamps: z.array(Int64Number).optional(),
  /** Points stored in the asked range; more than `steps` holds when thinned. */
  total: z.int(),
});
export type DrawnCurve = z.infer<typeof DrawnCurve>;

export const drawCurves = operation({
  id: "experiments.drawCurves",
  method: "POST",
  path: "/metrics/drawings",
  summary:
    "Returns the curves of many runs in one compact answer: thinned to `maxPoints` each, or to an even share of 200,000, with minima and maxima kept.",
  /** Runs times keys: at most 20,000. */
  body: z.object({
    runIds: z.array(z.string().max(256)).min(1).max(1000),
    keys: z.array(MetricKey).min(1).max(50),
    startStep: z.int().optional(),
    endStep: z.int().optional(),
    maxPoints: z.int().min(2).max(10_000).default(600),
    hasTimes: z.boolean().default(false),
  }),
  /** `maxPoints` is what each curve was thinned to. */
  response: z.object({ curves: z.array(DrawnCurve), maxPoints: z.int() }),
  permission: "run:read",
  audit: reading,
});

/** MLflow's own sampling, for its user interface. */
export const sampleMetricHistory = operation({
  id: "experiments.sampleMetricHistory",
  method: "POST",
  path: "/metrics/sample",
  summary: "Samples a metric of several runs, evenly over the points of each, first and last always among them.",
  body: z.object({
    runIds: z.array(z.string().max(256)).min(1).max(100),
    key: MetricKey,
    startStep: z.int().optional(),
    endStep: z.int().optional(),
    maxResults: z.int().min(1).max(2500).default(2500),
  }),
  response: z.object({ points: z.array(MetricPoint.extend({ runId: z.string() })) }),
  permission: "run:read",
  audit: reading,
});

export const metricOperations = [getMetricHistory, getCurves, drawCurves, sampleMetricHistory] as const;
