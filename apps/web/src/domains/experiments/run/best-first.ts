import type { MetricSummary } from "@plumbline/contracts/experiments/metric";
import type { Run } from "@plumbline/contracts/experiments/run";
import { isLowGood } from "./metric-rank.ts";
import { lastValue } from "./run-facts.ts";

/** The run's last value of a metric, if it has one. */
export const metricOf = (run: Pick<Run, "metrics">, key: string | undefined): MetricSummary | undefined =>
  run.metrics.find((metric) => metric.key === key);

/** Runs by the last value of a metric, the best first by what its name says; those without it, or with NaN, come last in their own order. */
export function bestFirst<R extends Pick<Run, "metrics">>(runs: readonly R[], key: string | undefined): R[] {
  if (key === undefined) return [...runs];
  const worst = Number.NEGATIVE_INFINITY;
  const merit = (run: R): number => {
    const metric = metricOf(run, key);
    const value = metric ? lastValue(metric) : Number.NaN;
    if (Number.isNaN(value)) return worst;
    return isLowGood(key) ? -value : value;
  };
  return [...runs].sort((a, b) => {
    const [left, right] = [merit(a), merit(b)];
    return left === right ? 0 : right - left;
  });
}
