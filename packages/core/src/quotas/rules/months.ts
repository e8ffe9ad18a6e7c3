/** Months are those of UTC. */
export interface Month {
  /** Such as `2026-11`. */
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
}

export function monthOf(at: Date): Month {
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const from = new Date(Date.UTC(year, month, 1));
  return { name: from.toISOString().slice(0, 7), from, to: new Date(Date.UTC(year, month + 1, 1)) };
}

/** The months that a span of time touches; at least that of its beginning. */
export function monthsOf(from: Date, to: Date): Month[] {
  const months = [monthOf(from)];
  for (let last = months[0]; last && last.to < to; last = months.at(-1)) months.push(monthOf(last.to));
  return months;
}
