import type { Pending, StartForecast } from "@plumbline/contracts/quotas/pending";
import { formatClock, formatDuration, formatMoment } from "@plumbline/ui/format/time";

const day = 86_400_000;

/** An instant in the near future: the time of day, and the date where that is another day. */
function soonText(instant: number, now: number): string {
  return instant - now < day && new Date(instant).getDate() === new Date(now).getDate() ? formatClock(instant) : formatMoment(instant, now);
}

/** `15:20 to 16:10`: between when it starts, 8 times in 10. */
export function spanText({ from, to }: Pick<StartForecast, "from" | "to">, now: number): string {
  const [begin, end] = [Math.max(now, Date.parse(from)), Date.parse(to)];
  if (end <= now) return "any moment";
  return begin <= now ? `now to ${soonText(end, now)}` : `${soonText(begin, now)} to ${soonText(end, now)}`;
}

/** `middle 15:46, in 1h 10m`. */
export function middleText({ middle }: Pick<StartForecast, "middle">, now: number): string {
  const at = Date.parse(middle);
  return at <= now ? "it could have begun already" : `middle ${soonText(at, now)}, in ${formatDuration(at - now)}`;
}

const secondsText = (seconds: number): string => formatDuration(seconds * 1000);

/** What is usual here, to hold one's own wait against. */
export function usualText(usual: Pending["usualWait"]): string {
  return usual === null ? "not enough waits are known here" : `usual here: ${secondsText(usual.from)} to ${secondsText(usual.to)}`;
}

/** How well earlier forecasts held, as they are counted. */
export function recordText(record: StartForecast["record"]): string {
  if (record === null)
    return "It promises 8 in 10. Fewer than 20 of its forecasts have come to an end, so how many it keeps is not known yet.";
  const { held, of, medianMissMinutes } = record;
  const miss = medianMissMinutes === null ? "" : ` When it missed, it was by ${formatDuration(medianMissMinutes * 60_000)} at the median.`;
  return `It promises 8 in 10 and kept ${held} of the last ${of}.${miss}`;
}

/** What no forecast can know. */
export const unknowable = "It cannot know jobs not yet submitted, failures, or people who cancel.";
