/** A mark of a time axis: an instant of the reader's clock, and how it is written. */
export interface ClockTick {
  at: number;
  label: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [1, 2, 5, 10, 15, 30]
  .flatMap((count) => [count * second, count * minute])
  .concat([hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 30 * day, 90 * day])
  .sort((a, b) => a - b);
const longest = 365 * day;

/**
 * Marks between two instants, at most so many, at full minutes, hours or days of the reader's clock.
 * `offsetMinutes` is that of the reader's zone, as `Date.getTimezoneOffset` has it.
 */
export function clockTicks(from: number, to: number, { most, offsetMinutes }: { most: number; offsetMinutes: number }): ClockTick[] {
  const step = steps.find((length) => (to - from) / length <= most) ?? longest;
  const shift = offsetMinutes * minute;
  const first = Math.ceil((from - shift) / step) * step + shift;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, at) => first + at * step).map((at) => ({ at, label: labelOf(at - shift, step) }));
}

function labelOf(local: number, step: number): string {
  const date = new Date(local);
  if (step >= day) return dayText(date);
  const time = date.toISOString().slice(11, step < minute ? 19 : 16);
  return local % day === 0 && step >= hour ? dayText(date) : time;
}

const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const dayText = (date: Date): string => dayFormat.format(date);
