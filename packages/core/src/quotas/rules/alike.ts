import { quantileOfSorted } from "@plumbline/stats";

/** Waits are alike in one pool, between these places in the queue and these amounts. Both ends count. */
interface Bucket {
  readonly from: number;
  readonly to: number | null;
}

/** Places 1, 2 to 3, 4 to 7, 8 to 15, …; from 32 on all. */
function placeBucket(place: number): Bucket {
  const from = 2 ** Math.floor(Math.log2(Math.max(1, place)));
  return from >= 32 ? { from: 32, to: null } : { from, to: 2 * from - 1 };
}

/** Amounts up to 1, above 1 to 4, above 4 to 8, above 8 to 16, …; ends of the bucket as amounts that can be asked. */
function amountBucket(amount: number): Bucket {
  if (amount <= 1) return { from: 0, to: 1 };
  const to = Math.max(4, 2 ** Math.ceil(Math.log2(amount)));
  return { from: to === 4 ? 1 : to / 2, to };
}

/** Above its lower end, up to its upper one. */
const isInAmounts = (amount: number, { from, to }: Bucket): boolean => amount > from && (to === null || amount <= to);
const isInPlaces = (place: number, { from, to }: Bucket): boolean => place >= from && (to === null || place <= to);

const days = 30;
export const historyMs = days * 24 * 3_600_000;
/** Fewer than this make no forecast. */
const fewestAlike = 20;

/** A wait that is over: where it stood when it began, how much was asked, how long it took. */
export interface PastWait {
  readonly stood: number;
  readonly amount: number;
  readonly seconds: number;
}

export interface WaitForecast {
  /** Seconds from the beginning of the wait: 8 in 10 of those alike ended between `from` and `to`. */
  readonly from: number;
  readonly middle: number;
  readonly to: number;
  readonly waits: readonly number[];
  readonly alike: string;
}

export interface Wish {
  readonly stood: number;
  readonly amount: number;
  /** What has been waited already: those that took less say nothing of what is to come. */
  readonly waitedSeconds: number;
  /** What is counted, such as `GPUs`. */
  readonly units: string;
}

/** A forecast from waits of one pool, or why there is none. */
export function forecastWait(past: readonly PastWait[], wish: Wish): { forecast: WaitForecast } | { note: string } {
  const [places, amounts] = [placeBucket(wish.stood), amountBucket(wish.amount)];
  const alike = `same pool, ${placeWords(places)}, ${amountWords(amounts, wish.units)}, last ${days} days`;
  const waits = past.filter(({ stood, amount }) => isInPlaces(stood, places) && isInAmounts(amount, amounts)).map(({ seconds }) => seconds);
  if (waits.length < fewestAlike) return { note: `${countWords(waits.length)} (${alike}); a forecast needs ${fewestAlike}.` };
  const longer = Float64Array.from(waits.filter((seconds) => seconds > wish.waitedSeconds)).toSorted();
  if (longer.length < fewestAlike) {
    return {
      note: `It has waited longer than ${waits.length - longer.length} of the ${waits.length} that stood alike (${alike}): too few are left to say more.`,
    };
  }
  const at = (fraction: number) => quantileOfSorted(longer, fraction) ?? 0;
  return { forecast: { from: at(0.1), middle: at(0.5), to: at(0.9), waits, alike } };
}

const countWords = (count: number): string =>
  count === 0 ? "Nothing that stood alike has started yet" : `Only ${count} that stood alike ${count === 1 ? "has" : "have"} started`;

const placeWords = ({ from, to }: Bucket): string => {
  if (to === null) return `position ${from} or later`;
  if (from === to) return `position ${from}`;
  return to === from + 1 ? `position ${from} or ${to}` : `position ${from} to ${to}`;
};

const amountWords = ({ from, to }: Bucket, units: string): string => {
  if (from === 0) return units === "cores" ? "up to 1 core" : `1 of the ${units}`;
  return units === "cores" ? `more than ${from} and up to ${to} cores` : `${from + 1} to ${to} ${units}`;
};

const binMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440] as const;
const binsMax = 16;

/** Waits by bins of equal width from 0, of as few minutes as 16 bins allow. */
export function histogramOf(waits: readonly number[]): { binMinutes: number; counts: number[] } {
  const longest = Math.max(0, ...waits) / 60;
  const width = binMinutes.find((minutes) => longest / minutes < binsMax) ?? Math.ceil(longest / binsMax);
  const counts = new Array<number>(Math.floor(longest / width) + 1).fill(0);
  for (const seconds of waits) {
    const bin = Math.floor(seconds / 60 / width);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { binMinutes: width, counts };
}

/** The 10th and 90th percentile; null below the fewest. */
export function usualWait(waits: readonly number[]): { from: number; to: number } | null {
  if (waits.length < fewestAlike) return null;
  const sorted = Float64Array.from(waits).toSorted();
  return { from: quantileOfSorted(sorted, 0.1) ?? 0, to: quantileOfSorted(sorted, 0.9) ?? 0 };
}

/** A forecast that was made, and when what it was made for began. Milliseconds. */
export interface SettledForecast {
  readonly from: number;
  readonly to: number;
  readonly startedAt: number;
}

/** How forecasts of a pool held; null below the fewest. */
export function recordOf(settled: readonly SettledForecast[]): { held: number; of: number; medianMissMinutes: number | null } | null {
  if (settled.length < fewestAlike) return null;
  const misses = settled
    .map(({ from, to, startedAt }) => Math.max(startedAt - to, from - startedAt, 0) / 60_000)
    .filter((minutes) => minutes > 0);
  const sorted = Float64Array.from(misses).toSorted();
  return { held: settled.length - misses.length, of: settled.length, medianMissMinutes: quantileOfSorted(sorted, 0.5) };
}
