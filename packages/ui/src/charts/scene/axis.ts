import { durationTicks, numberTicks, wholeSteps } from "../ticks.ts";

/** How the ends of an axis read: plain numbers, steps, which are whole, seconds as durations, or milliseconds since 1970 as times of day. */
export type AxisWords = "number" | "step" | "duration" | "clock";

/** One direction of a chart. `low` lies at share 0, `high` at 1; a log axis has neither zero nor less. */
export interface Axis {
  isLog: boolean;
  low: number;
  high: number;
  words: AxisWords;
  /** The values of an axis of names, each at its own place; `low` and `high` are places then. */
  names?: readonly string[];
}

export interface Tick {
  /** From 0 at the low end to 1. */
  share: number;
  label: string;
}

export interface AxisOptions {
  isLog?: boolean;
  words?: AxisWords;
  /** Room beyond the values at both ends, as a share of their range. */
  margin?: number;
}

/** An axis that holds all the values; what cannot stand on it is passed over. */
export function axisOf(values: Iterable<number>, { isLog = false, words = "number", margin = 0 }: AxisOptions = {}): Axis {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!isPlaceable(value, isLog)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { isLog, words, low: isLog ? 0.1 : 0, high: 1 };
  if (low === high) return { isLog, words, ...around(low, { isLog, words }) };
  if (isLog) {
    const room = (high / low) ** margin;
    return { isLog, words, low: low / room, high: high * room };
  }
  const room = (high - low) * margin;
  return { isLog, words, low: low - room, high: high + room };
}

function around(value: number, { isLog, words }: Pick<Axis, "isLog" | "words">): { low: number; high: number } {
  if (isLog) return { low: value / 2, high: value * 2 };
  if (words === "step") return { low: value - 0.5, high: value + 0.5 };
  const half = Math.abs(value) / 20 || 0.5;
  return { low: value - half, high: value + half };
}

/** An axis with a place for each name. */
export function namesAxis(names: readonly string[]): Axis {
  return { isLog: false, words: "number", low: -0.5, high: Math.max(0.5, names.length - 0.5), names };
}

/** Whether a value has a place: it is finite, and above zero where the axis is logarithmic. */
export function isPlaceable(value: number, isLog: boolean): boolean {
  return Number.isFinite(value) && (!isLog || value > 0);
}

export function shareOf({ isLog, low, high }: Axis, value: number): number {
  return isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

export function valueAtShare({ isLog, low, high }: Axis, share: number): number {
  return isLog ? low * (high / low) ** share : low + (high - low) * share;
}

/** Round values with their labels, about as many as asked for. */
export function ticksOf(axis: Axis, count: number): Tick[] {
  if (axis.names) return nameTicks(axis, axis.names, count);
  const values = (axis.isLog ? logValues(axis, count) : evenValues(axis, count)).filter(
    (value) => value >= axis.low - 1e-12 * Math.abs(axis.low) && value <= axis.high + 1e-12 * Math.abs(axis.high),
  );
  const labels = labelsOf(values, axis);
  return values.map((value, at) => ({ share: shareOf(axis, value), label: labels[at] ?? "" }));
}

function nameTicks(axis: Axis, names: readonly string[], count: number): Tick[] {
  const every = Math.max(1, Math.ceil(names.length / Math.max(1, count)));
  return names.flatMap((name, at) => (at % every === 0 ? [{ share: shareOf(axis, at), label: name }] : []));
}

const factors = [1, 2, 2.5, 5, 10];

function evenValues({ low, high, words }: Axis, count: number): number[] {
  const step = distances[words]((high - low) / Math.max(1, count));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => tidy((first + at) * step));
}

function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * (factors.find((factor) => factor * power >= wanted * 0.999) ?? 10);
}

const secondSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];
const day = 86_400;

function timeStep(wanted: number): number {
  if (wanted < 1) return roundStep(wanted);
  return secondSteps.find((step) => step >= wanted) ?? roundStep(wanted / day) * day;
}

/** What lies between two ticks, about as much as is wanted. */
const distances: Readonly<Record<AxisWords, (wanted: number) => number>> = {
  number: roundStep,
  step: (wanted) => wholeSteps.find((step) => step >= wanted * 0.999) ?? roundStep(wanted),
  duration: timeStep,
  clock: (wanted) => timeStep(wanted / 1000) * 1000,
};

/** Without the dust of binary fractions: 0.30000000000000004 is a tick at 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(12));

function logValues({ low, high }: Axis, count: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const every = Math.max(1, Math.ceil((to - from) / Math.max(1, count)));
  const powers = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const inside = powers.filter((power) => 10 ** power >= low && 10 ** power <= high);
  if (inside.length >= 2) return inside.filter((_, at) => at % every === 0).map((power) => tidy(10 ** power));
  return powers.flatMap((power) => [1, 2, 5].map((factor) => tidy(factor * 10 ** power)));
}

function labelsOf(values: readonly number[], axis: Axis): string[] {
  if (axis.words === "duration") return durationTicks(values);
  if (axis.words === "clock") return values.map((value) => clock(value, axis));
  return axis.isLog ? values.map((value) => numberTicks([value])[0] ?? "") : numberTicks(values);
}

function clock(value: number, { low, high }: Axis): string {
  const at = new Date(value);
  if (high - low > 2 * day * 1000) return at.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
  return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", ...(high - low < 600_000 && { second: "2-digit" }) });
}
