import { formatDuration } from "../format/time.ts";

const minus = "−";

/** Labels of an axis: as many decimals as the distance between them needs, one exponent for very large or small ones. */
export function numberTicks(values: readonly number[]): string[] {
  const step = smallestStep(values);
  const largest = Math.max(0, ...values.map(Math.abs));
  if (largest >= 1e6 || (largest > 0 && largest < 1e-3)) return values.map(exponent);
  const decimals = decimalsOf(values, step);
  const format = new Intl.NumberFormat("en-GB", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: "negative",
  });
  return values.map((value) => format.format(value).replace("-", minus));
}

const mostDecimals = 10;
const plain = new Intl.NumberFormat("en-GB");

/** So many that no label stands for another value than its own: 0.25 steps need two, although they are tenths. */
function decimalsOf(values: readonly number[], step: number): number {
  const isExact = (decimals: number) => values.every((value) => Math.abs(Number(value.toFixed(decimals)) - value) < step / 1000);
  let decimals = 0;
  while (decimals < mostDecimals && !isExact(decimals)) decimals += 1;
  return decimals;
}

function isPowerOfTen(value: number): boolean {
  const power = Math.log10(value);
  return value > 0 && Math.abs(power - Math.round(power)) < 1e-9;
}

/** Where a log axis has lines: at powers of ten, and between them only where there is no more than one. */
export function logSplits(values: readonly number[]): (number | null)[] {
  const isSparse = values.filter(isPowerOfTen).length < 2;
  return values.map((value) => (isSparse || isPowerOfTen(value) ? value : null));
}

/** Labels of a log axis: only powers of ten are named. */
export function logTicks(values: readonly (number | null)[]): string[] {
  return values.map((value) => {
    if (value === null || !isPowerOfTen(value)) return "";
    return value >= 1e-3 && value < 1e6 ? plain.format(value) : exponent(value);
  });
}

/** Labels of an axis of seconds since the start. */
export function durationTicks(seconds: readonly number[]): string[] {
  return seconds.map((value) =>
    value === 0
      ? "0"
      : formatDuration(value * 1000)
          // As close as the units of `1m 30s` beside it.
          .replace(/ (m?s)$/, "$1")
          .replace(" 0h", "")
          .replace(" 00m", "")
          .replace(" 00s", ""),
  );
}

/** Distances that read well in seconds, minutes, hours and days. */
export const durationSteps = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600,
  43_200, 86_400, 172_800, 432_000, 864_000, 2_592_000,
];

/** Distances between steps, of which there is none between two. */
export const wholeSteps = Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

function smallestStep(values: readonly number[]): number {
  const steps = values.slice(1).map((value, at) => Math.abs(value - (values[at] ?? 0)));
  return Math.min(1, ...steps.filter((step) => step > 0));
}

function exponent(value: number): string {
  if (value === 0) return "0";
  const [digits = "0", power = "0"] = value.toExponential(3).split("e");
  return `${String(Number(digits))}e${Number(power)}`.replaceAll("-", minus);
}
