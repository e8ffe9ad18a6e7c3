export interface StackSeries {
  id: string;
  label: string;
  /** The number of its colour, 1 to 8; null for what has none of its own. */
  color: number | null;
  /** One value for each step; null where nothing is known, which breaks the band. */
  values: readonly (number | null)[];
}

/** A band of a stacked chart: an outline for each stretch without a gap, as points of a unit square with 0 at the bottom. */
export interface StackBand {
  series: StackSeries;
  /** Of each stretch, the upper edge from left to right, then the lower one back. */
  outlines: readonly (readonly (readonly [number, number])[])[];
  /** Where the band stands at the right edge, from 0 to 1; undefined where it ends before. */
  end: { readonly from: number; readonly to: number } | undefined;
}

export interface PreparedStack {
  bands: readonly StackBand[];
  /** What the top of the chart stands for. */
  max: number;
}

/** Lays series on each other, the first at the bottom. A step has the width of its time, so that sums hold over the whole of it. */
export function stackSeries(series: readonly StackSeries[], steps: number, atLeast = 0): PreparedStack {
  const totals = new Array<number>(steps).fill(0);
  for (const { values } of series) for (let step = 0; step < steps; step += 1) totals[step] = (totals[step] ?? 0) + (values[step] ?? 0);
  const max = niceCeiling(Math.max(atLeast, ...totals));
  const base = new Array<number>(steps).fill(0);
  const bands = series.map((one): StackBand => {
    const lower = [...base];
    for (let step = 0; step < steps; step += 1) base[step] = (base[step] ?? 0) + (one.values[step] ?? 0);
    const last = one.values[steps - 1];
    const isThere = typeof last === "number";
    return {
      series: one,
      outlines: stretches(one.values, steps).map(([from, to]) => outline({ from, to, steps, max, lower, upper: base })),
      end: isThere ? { from: (lower[steps - 1] ?? 0) / max, to: (base[steps - 1] ?? 0) / max } : undefined,
    };
  });
  return { bands, max };
}

/** Runs of steps with values, `to` not among them. */
function stretches(values: readonly (number | null)[], steps: number): [number, number][] {
  const found: [number, number][] = [];
  let from: number | undefined;
  for (let step = 0; step <= steps; step += 1) {
    const isThere = step < steps && typeof values[step] === "number";
    if (isThere) from ??= step;
    else if (from !== undefined) {
      found.push([from, step]);
      from = undefined;
    }
  }
  return found;
}

interface Edges {
  from: number;
  to: number;
  steps: number;
  max: number;
  lower: readonly number[];
  upper: readonly number[];
}

function outline({ from, to, steps, max, lower, upper }: Edges): [number, number][] {
  const edge = (values: readonly number[]) =>
    Array.from({ length: to - from }, (_, at) => from + at).flatMap((step): [number, number][] => [
      [step / steps, (values[step] ?? 0) / max],
      [(step + 1) / steps, (values[step] ?? 0) / max],
    ]);
  return [...edge(upper), ...edge(lower).reverse()];
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power >= value - 1e-9) ?? 10;
  return factor * power;
}
