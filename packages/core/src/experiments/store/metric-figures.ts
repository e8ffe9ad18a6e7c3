import type { LastMetric, MetricNumber, MetricSummary } from "@plumbline/contracts/experiments/metric";

type MetricColumn =
  | "last_step"
  | "last_time"
  | "last_value"
  | "first_step"
  | "first_time"
  | "first_value"
  | "min"
  | "max"
  | "sum"
  | "numeric_count"
  | "count";

/** Summaries by column, with the numbers of their keys. Columns that were not asked for are left out. */
export type MetricColumns = { readonly run: readonly number[] | null; readonly key: readonly number[] } & Readonly<
  Partial<Record<MetricColumn, readonly (MetricNumber | null)[]>>
>;

/** How much of a metric is read: each column costs time in the database, on the way and here. */
export interface Figures<M> {
  /** For the name of the statement. */
  readonly name: string;
  readonly columns: readonly MetricColumn[];
  readonly read: (columns: MetricColumns, at: { index: number; key: string }) => M;
}

const integer = (column: MetricColumns[MetricColumn], index: number) => column?.[index] as number;
const float = (column: MetricColumns[MetricColumn], index: number) => column?.[index] as MetricNumber;

const lastOf = ({ last_value, last_time, last_step }: MetricColumns, index: number) => ({
  value: float(last_value, index),
  timestamp: integer(last_time, index),
  step: integer(last_step, index),
});

export const lastPoints: Figures<LastMetric> = {
  name: "last",
  columns: ["last_step", "last_time", "last_value"],
  read: (columns, { index, key }) => ({ key, last: lastOf(columns, index) }),
};

export const allFigures: Figures<MetricSummary> = {
  name: "figures",
  columns: [...lastPoints.columns, "first_step", "first_time", "first_value", "min", "max", "sum", "numeric_count", "count"],
  read: (columns, { index, key }) => {
    const numericCount = integer(columns.numeric_count, index);
    const sum = float(columns.sum, index);
    return {
      key,
      last: lastOf(columns, index),
      first: {
        value: float(columns.first_value, index),
        timestamp: integer(columns.first_time, index),
        step: integer(columns.first_step, index),
      },
      min: columns.min?.[index] ?? null,
      max: columns.max?.[index] ?? null,
      mean: numericCount === 0 ? null : typeof sum === "number" ? sum / numericCount : sum,
      count: integer(columns.count, index),
    };
  },
};
