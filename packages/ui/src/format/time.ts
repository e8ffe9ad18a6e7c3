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

/** The distance of an instant from now in one short unit: `now`, `38m`, `2h`, `5d`; beyond thirty days, the date. */
export function formatDistance(instant: number, now: number): string {
  const distance = now - instant;
  const size = Math.abs(distance);
  if (size >= 30 * day) return formatDate(instant, now);
  const text =
    size < 5 * second
      ? "now"
      : size < minute
        ? `${Math.floor(size / second)}s`
        : size < hour
          ? `${Math.floor(size / minute)}m`
          : size < day
            ? `${Math.floor(size / hour)}h`
            : `${Math.floor(size / day)}d`;
  return distance < 0 && text !== "now" ? `in ${text}` : text;
}

/** The same distance for the middle of a sentence: `just now`, `38 minutes ago`, `in 2 hours`. */
export function formatAgo(instant: number, now: number): string {
  const distance = now - instant;
  const size = Math.abs(distance);
  if (size < 5 * second) return "just now";
  if (size >= 30 * day) return `on ${formatDate(instant, now)}`;
  const [amount, unit] =
    size < minute
      ? [Math.floor(size / second), "second"]
      : size < hour
        ? [Math.floor(size / minute), "minute"]
        : size < day
          ? [Math.floor(size / hour), "hour"]
          : [Math.floor(size / day), "day"];
  const phrase = `${amount} ${unit}${amount === 1 ? "" : "s"}`;
  return distance < 0 ? `in ${phrase}` : `${phrase} ago`;
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

/** The exact instant in the reader's zone, to the millisecond, for titles. */
export function formatInstant(instant: number): string {
  const date = new Date(instant);
  const text = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    timeZoneName: "short",
  }).format(date);
  return text;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
