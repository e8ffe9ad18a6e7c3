import type { Direction, PrimaryMetric } from "../primary-metric.ts";
import { isHighGood, isLowGood } from "../run/metric-rank.ts";

/** As people said it, else as the name says it; undefined where neither does, so that no difference is called better or worse. */
export function directionOf(key: string, primary: PrimaryMetric | undefined): Direction | undefined {
  if (primary?.key === key) return primary.direction;
  if (isLowGood(key)) return "low";
  return isHighGood(key) ? "high" : undefined;
}

export type Verdict = "better" | "worse";

export function verdictOf(change: number, direction: Direction | undefined): Verdict | undefined {
  if (direction === undefined || change === 0 || Number.isNaN(change)) return undefined;
  return change > 0 === (direction === "high") ? "better" : "worse";
}
