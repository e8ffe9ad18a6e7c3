import { fromMetricNumber, type MetricSummary } from "@plumbline/contracts/experiments/metric";
import type { Run } from "@plumbline/contracts/experiments/run";
import { conditionsOf } from "../conditions.ts";
import { rankMetrics } from "./metric-rank.ts";

const systemPrefix = "system/";

export function isSystemMetric(key: string): boolean {
  return key.startsWith(systemPrefix);
}

/** Metrics of the model, then of the machine. */
export function splitMetrics(metrics: readonly MetricSummary[]) {
  return {
    model: metrics.filter(({ key }) => !isSystemMetric(key)),
    system: metrics.filter(({ key }) => isSystemMetric(key)),
  };
}

export function tagOf(run: Pick<Run, "tags">, key: string): string | undefined {
  return run.tags.find((tag) => tag.key === key)?.value;
}

/** Whether clients and their plugin set it for themselves. */
export const isClientTag = (key: string): boolean => /^(mlflow|plumbline)\./.test(key);

/** Tags that people set. */
export function ownTags(run: Pick<Run, "tags">) {
  return run.tags.filter(({ key }) => !isClientTag(key));
}

/** The name of whoever made a run or an experiment; an account that nobody here may see any more has but its id, shown short. */
export function ownerName({ owner }: { owner: string }): string {
  return /^[\da-f]{8}-[\da-f-]{27}$/.test(owner) ? owner.slice(0, 8) : owner;
}

export function lastValue(metric: MetricSummary): number {
  return fromMetricNumber(metric.last.value);
}

/** The metric to show where there is room for one. */
export function leadMetric(run: Pick<Run, "metrics">): MetricSummary | undefined {
  const { model } = splitMetrics(run.metrics);
  const [best] = rankMetrics(model.map(({ key }) => key));
  return model.find(({ key }) => key === best);
}

export function capturedCount(run: Run): { captured: number; all: number } {
  const conditions = conditionsOf(run, {}).filter(({ name }) => name !== "Packages");
  return { captured: conditions.filter(({ value }) => value !== undefined).length, all: conditions.length };
}
