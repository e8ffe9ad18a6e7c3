import type { AttributeRule } from "./dialects.ts";

const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof milliseconds;

const part = String.raw`\d+(?:\.\d+)?(?:ms|[smhdw])`;
const duration = new RegExp(`^(?:${part})+$`, "i");
const parts = /(\d+(?:\.\d+)?)(ms|[smhdw])/gi;
const signed = /^-\s*/;
const relative = /^(?:now\s*)?([+-])\s*(.*)$/i;
// A date, and perhaps the time of day, seconds, fractions and zone.
const instant = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Milliseconds of `90s`, `2h` or `1h30m`; undefined for what is none. */
function readDuration(text: string): number | undefined {
  if (!duration.test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(parts)) total += Number(count) * milliseconds[unit?.toLowerCase() as Unit];
  return total;
}

function readSignedDuration(text: string): number | undefined {
  const size = readDuration(text.replace(signed, ""));
  return size !== undefined && signed.test(text) ? -size : size;
}

/** Days that no calendar has are none: Date would take the 30th of February for the 1st of March. */
function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

/** A date, or a date and time, in UTC where it names no zone. */
function readInstant(text: string): number | undefined {
  const [, day, time, zone] = instant.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  const at = Date.parse(`${day}T${time ?? "00:00"}${zone ?? "Z"}`);
  return Number.isNaN(at) ? undefined : at;
}

function readTime(text: string, now: number): number | undefined {
  if (/^now$/i.test(text)) return now;
  const [, quoted] = /^["'](.*)["']$/s.exec(text) ?? [];
  if (quoted !== undefined) return readInstant(quoted);
  const [, sign, size] = relative.exec(text) ?? [];
  const distance = size === undefined ? undefined : readDuration(size);
  return distance === undefined ? undefined : Math.round(sign === "-" ? now - distance : now + distance);
}

/** Reads what is not a plain number: milliseconds since 1970 of a time, or milliseconds of a duration. */
export function readQuantity(text: string, unit: AttributeRule["unit"], now: number): number | undefined {
  if (unit === "time") return readTime(text, now);
  return unit === "duration" ? readSignedDuration(text) : undefined;
}

/** What may stand where a number of this unit is expected. */
export function expectedQuantity(unit: AttributeRule["unit"]): string[] {
  if (unit === "duration") return ["a duration such as 90s, 45m or 2h"];
  return unit === "time"
    ? ["a number of milliseconds", "a time such as -7d or now", "a date in quotes such as '2026-11-01'"]
    : ["a number"];
}
