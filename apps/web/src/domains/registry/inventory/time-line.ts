import type { Output } from "@plumbline/contracts/operation";
import type { getInventory } from "@plumbline/contracts/registry/inventory";

export type InventoryChange = Output<typeof getInventory>["changes"][number];

/** A change on the line, by its share of the line's length, 0 to 1. */
export interface Mark {
  place: number;
  at: number;
  kind: InventoryChange["kind"];
  title: string;
}

export interface Tick {
  place: number;
  label: string;
}

export interface TimeLine {
  from: number;
  to: number;
  marks: readonly Mark[];
  ticks: readonly Tick[];
}

const dayMs = 86_400_000;
const shortestMs = 14 * dayMs;

/** The line from a little before the first change until now; two weeks at the least. */
export function timeLine(changes: readonly InventoryChange[], now: number): TimeLine {
  const times = changes.map(({ at }) => Date.parse(at));
  const first = Math.min(now - shortestMs, ...times);
  const from = first - (now - first) * 0.02;
  const place = (at: number) => (at - from) / (now - from);
  const marks = changes.map(({ at, kind, model, version }, index) => ({
    place: place(times[index] ?? now),
    at: Date.parse(at),
    kind,
    title: `${model} ${version}: ${kind}`,
  }));
  return { from, to: now, marks: marks.sort((a, b) => a.at - b.at), ticks: ticksOf(from, now) };
}

const most = 13;
const monthName = new Intl.DateTimeFormat("en-GB", { month: "short" });
const dayName = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** Beginnings of months in the reader's zone, of every second or third where there are many; of days on a short line. */
function ticksOf(from: number, to: number): Tick[] {
  const place = (at: number) => (at - from) / (to - from);
  const days = (to - from) / dayMs;
  if (days < 75) return dayTicks(from, to, Math.ceil(days / 10)).map((at) => ({ place: place(at), label: dayName.format(at) }));
  const step = [1, 2, 3, 6, 12].find((months) => days / 30.4 / months <= most) ?? 24;
  const starts = monthStarts(from, to).filter((at) => new Date(at).getMonth() % step === 0);
  return starts.map((at, index) => ({ place: place(at), label: monthLabel(at, index === 0) }));
}

function dayTicks(from: number, to: number, step: number): number[] {
  const date = new Date(from);
  date.setHours(24, 0, 0, 0);
  const days: number[] = [];
  while (date.getTime() < to) {
    days.push(date.getTime());
    date.setDate(date.getDate() + step);
  }
  return days;
}

function monthStarts(from: number, to: number): number[] {
  const date = new Date(from);
  date.setHours(0, 0, 0, 0);
  date.setMonth(date.getMonth() + 1, 1);
  const starts: number[] = [];
  while (date.getTime() < to) {
    starts.push(date.getTime());
    date.setMonth(date.getMonth() + 1, 1);
  }
  return starts;
}

function monthLabel(at: number, isFirst: boolean): string {
  const date = new Date(at);
  return date.getMonth() === 0 || isFirst ? `${monthName.format(at)} ${date.getFullYear()}` : monthName.format(at);
}

/** The latest change before an instant. */
export function changeBefore(marks: readonly Mark[], at: number): Mark | undefined {
  return marks.findLast((mark) => mark.at < at);
}

/** The first change after an instant. */
export function changeAfter(marks: readonly Mark[], at: number): Mark | undefined {
  return marks.find((mark) => mark.at > at);
}

/** Changes after one instant up to another, by kind. */
export function changesBetween(changes: readonly InventoryChange[], from: number, to: number): InventoryChange[] {
  return changes.filter(({ at }) => Date.parse(at) > from && Date.parse(at) <= to);
}

/** An instant as a field for date and time wants it, in the reader's zone: `2026-03-03T12:00`. */
export function fieldValue(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The instant that such a field holds, or nothing where it is half filled in. */
export function fromFieldValue(value: string): number | undefined {
  const at = new Date(value).getTime();
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) && Number.isFinite(at) ? at : undefined;
}
