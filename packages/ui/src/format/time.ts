const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in at most two units: `850 ms`, `42 s`, `4m 12s`, `1h 02m`, `3d 4h`. */
export function formatDuration(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  if (length < second) return `${Math.round(length)} ms`;
  if (length < 10 * second) return `${(length / second).toFixed(1)} s`;
  if (length < minute) return `${Math.floor(length / second)} s`;
  if (length < hour) return `${Math.floor(length / minute)}m ${two(Math.floor((length % minute) / second))}s`;
  if (length < day) return `${Math.floor(length / hour)}h ${two(Math.floor((length % hour) / minute))}m`;
  return `${Math.floor(length / day)}d ${Math.floor((length % day) / hour)}h`;
}

/** How long something has been going on: whole seconds, which are what changes before the eye. */
export function formatRunning(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / second);
  return seconds < 10 ? `${seconds} s` : formatDuration(seconds * second);
}

/** The distance of an instant from now in one short unit: `now`, `38m`, `2h`, `5d`; beyond thirty days, the date. */
export function formatDistance(instant: number, now: number): string {
  const { amount, unit, isAhead } = measure(instant, now);
  if (unit === "now") return "now";
  if (unit === "date") return formatDate(instant, now);
  const text = `${amount}${unit.charAt(0)}`;
  return isAhead ? `in ${text}` : text;
}

/** The same distance for the middle of a sentence: `just now`, `38 minutes ago`, `in 2 hours`. */
export function formatAgo(instant: number, now: number): string {
  const { amount, unit, isAhead } = measure(instant, now);
  if (unit === "now") return "just now";
  if (unit === "date") return `on ${formatDate(instant, now)}`;
  const phrase = `${amount} ${unit}${amount === 1 ? "" : "s"}`;
  return isAhead ? `in ${phrase}` : `${phrase} ago`;
}

const units = [
  ["day", day],
  ["hour", hour],
  ["minute", minute],
  ["second", second],
] as const;

function measure(instant: number, now: number) {
  const distance = Math.abs(now - instant);
  const isAhead = instant > now;
  if (distance < 5 * second) return { amount: 0, unit: "now", isAhead } as const;
  if (distance >= 30 * day) return { amount: 0, unit: "date", isAhead } as const;
  const [unit, length] = units.find(([, size]) => distance >= size) ?? units[3];
  return { amount: Math.floor(distance / length), unit, isAhead } as const;
}

/** A calendar date in the reader's zone; the year only where it is not this one. */
export function formatDate(instant: number, now: number): string {
  const sameYear = new Date(instant).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(instant);
}

/** A calendar date with the time of day, to the minute: `3 Mar, 12:00`. */
export function formatMoment(instant: number, now: number): string {
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(instant);
  return `${formatDate(instant, now)}, ${time}`;
}

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** The time of day, to the minute: `15:43`. */
export function formatClock(instant: number): string {
  return clockFormat.format(instant);
}

const dayFormat = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });

/** The day of an instant in the reader's zone, for headings: `Friday 27 November`. */
export function formatDay(instant: number): string {
  return dayFormat.format(instant);
}

/** The exact instant in the reader's zone, to the millisecond, for titles. */
export function formatInstant(instant: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    timeZoneName: "short",
  }).format(instant);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
