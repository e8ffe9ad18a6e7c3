import { formatNumber } from "@plumbline/ui/format/number";
import type { StatusShape } from "@plumbline/ui/status";
import type { ComparedMetric } from "./comparison-report.ts";

const verdicts: Readonly<Record<string, { shape: StatusShape; word: string }>> = {
  better: { shape: "good", word: "Better" },
  equivalent: { shape: "neutral", word: "Equivalent" },
  worse: { shape: "bad", word: "Worse" },
  inconclusive: { shape: "warn", word: "Inconclusive" },
  no_champion: { shape: "neutral", word: "No champion" },
};

export const verdictSign = (verdict: string): { shape: StatusShape; word: string } =>
  verdicts[verdict] ?? { shape: "neutral", word: verdict };

const signed = (value: number): string => (value > 0 ? `+${formatNumber(value)}` : formatNumber(value));

/** `Better on auc: +0.0061`, and the interval apart. */
export function comparisonWords({ metric, improvement, interval, verdict }: ComparedMetric): {
  lead: string;
  interval: string | undefined;
} {
  return {
    lead: `${verdictSign(verdict).word} on ${metric}${improvement === null ? "" : `: ${signed(improvement)}`}`,
    interval: interval ? `${signed(interval.low)} to ${signed(interval.high)}` : undefined,
  };
}
