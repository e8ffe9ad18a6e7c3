import type { StartForecast } from "@plumbline/contracts/quotas/pending";
import { formatDuration } from "@plumbline/ui/format/time";

export interface HistogramBar {
  /** In minutes, as all below. */
  from: number;
  count: number;
  /** Whether its middle lies in the interval that is promised. */
  isInside: boolean;
}

export interface Histogram {
  bars: readonly HistogramBar[];
  most: number;
  end: number;
  ticks: readonly number[];
  inside: { from: number; to: number };
}

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 10_080];
const mostTicks = 6;

/** Waits in bars of equal width; those inside the interval that is promised, counted from the job's submission, are marked. */
export function histogramOf(forecast: Pick<StartForecast, "from" | "to" | "basis" | "computedAt">, waitedMinutes: number): Histogram {
  const { binMinutes, counts } = forecast.basis.histogram;
  const submitted = Date.parse(forecast.computedAt) - waitedMinutes * 60_000;
  const minutesTo = (instant: string): number => Math.max(0, (Date.parse(instant) - submitted) / 60_000);
  const inside = { from: minutesTo(forecast.from), to: minutesTo(forecast.to) };
  const bars = counts.map((count, at) => {
    const middle = (at + 0.5) * binMinutes;
    return { from: at * binMinutes, count, isInside: middle >= inside.from && middle <= inside.to };
  });
  const end = Math.max(1, counts.length) * binMinutes;
  const step = steps.find((minutes) => end / minutes <= mostTicks) ?? end;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => at * step).filter((minutes) => minutes < end);
  return { bars, most: Math.max(1, ...counts), end, ticks, inside };
}

/** `0`, `34m`, `1h 30m`: minutes in short. */
export function minutesText(minutes: number): string {
  if (minutes < 1) return minutes <= 0 ? "0" : "< 1m";
  return formatDuration(Math.round(minutes) * 60_000)
    .replace(" 00s", "")
    .replace(" 00m", "");
}
