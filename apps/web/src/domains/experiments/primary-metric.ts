import type { Experiment } from "@plumbline/contracts/experiments/experiment";
import { isLowGood } from "./run/metric-rank.ts";

/** Which way a metric gets better. */
export type Direction = "high" | "low";

/** The metric by which people said the runs of an experiment are judged. */
export interface PrimaryMetric {
  key: string;
  direction: Direction;
}

/** MLflow clients know the same two tags. */
export const nameTag = "mlflow.experiment.primaryMetric.name";
export const directionTag = "mlflow.experiment.primaryMetric.greaterIsBetter";

export function primaryMetricOf({ tags }: Pick<Experiment, "tags">): PrimaryMetric | undefined {
  const tag = (wanted: string) => tags.find(({ key }) => key === wanted)?.value;
  const key = tag(nameTag);
  if (!key) return undefined;
  const isGreater = tag(directionTag)?.toLowerCase();
  return { key, direction: isGreater === "false" || (isGreater === undefined && isLowGood(key)) ? "low" : "high" };
}
