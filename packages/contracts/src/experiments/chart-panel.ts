import { z } from "zod";
import { MetricKey } from "./metric.ts";

/** A figure of a run as text: `m:max:auc` is the greatest value of a metric, `p:lr` a param, `t:team` a tag, `user` an attribute. */
const Column = z.string().min(1).max(600);

const shared = {
  /** Tells it from the other panels of its board. */
  id: z.string().regex(/^[\w-]{1,40}$/),
  /** In place of the one that its content gives. */
  title: z.string().trim().min(1).max(200).optional(),
  isWide: z.boolean().default(false),
};
const isLogX = z.boolean().default(false);
const isLogY = z.boolean().default(false);

const LinePanel = z.object({
  kind: z.literal("line"),
  ...shared,
  metrics: z.array(MetricKey).min(1).max(8),
  /** What runs along the bottom: steps, seconds since the run began, the time of day, or the values of `xMetric`. */
  x: z.enum(["step", "relative", "clock", "metric"]).default("step"),
  xMetric: MetricKey.optional(),
  isLogX,
  isLogY,
  /** Weight of the past in an exponential moving average. */
  smoothing: z.number().min(0).max(0.99).default(0),
  /** Runs that have the same of this are drawn as one band from their least to their greatest. */
  bandBy: Column.optional(),
});

const BarPanel = z.object({ kind: z.literal("bar"), ...shared, value: Column });
const ScatterPanel = z.object({ kind: z.literal("scatter"), ...shared, x: Column, y: Column, isLogX, isLogY });
const ParallelPanel = z.object({
  kind: z.literal("parallel"),
  ...shared,
  columns: z.array(Column).min(2).max(12),
  /** Those of the columns whose axis is logarithmic. */
  logColumns: z.array(Column).max(12).default([]),
});
const BoxPanel = z.object({ kind: z.literal("box"), ...shared, value: Column, by: Column, isLogY });
/** Images that clients logged under one name, by step. */
const ImagesPanel = z.object({ kind: z.literal("images"), ...shared, key: z.string().min(1).max(1000) });
/** A table that runs logged as an artifact at one path: JSON as MLflow writes it, or CSV. */
const TablePanel = z.object({ kind: z.literal("table"), ...shared, path: z.string().min(1).max(4000) });

/** One chart of a board, as a saved view keeps it. */
export const ChartPanel = z.discriminatedUnion("kind", [
  LinePanel,
  BarPanel,
  ScatterPanel,
  ParallelPanel,
  BoxPanel,
  ImagesPanel,
  TablePanel,
]);
export type ChartPanel = z.infer<typeof ChartPanel>;
export type PanelKind = ChartPanel["kind"];
export type PanelOf<Kind extends PanelKind> = Extract<ChartPanel, { kind: Kind }>;

/** Panels that one board holds; the page's address names each of them. */
export const boardPanelsMax = 30;
