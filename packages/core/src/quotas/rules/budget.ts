/** What a workspace may spend in a month. Null: without that limit. */
export interface Limits {
  readonly softLimit: number | null;
  readonly hardLimit: number | null;
}

/** Cents are rounded to; below is no money. */
const smallest = 0.005;

/** What a submission that may cost `more` would do to a month of which `committed` is spent or reserved. */
export function weigh({ softLimit, hardLimit }: Limits, { committed, more }: { committed: number; more: number }) {
  return {
    isRefused: hardLimit !== null && more > 0 && committed + more > hardLimit + smallest,
    isWarned: softLimit !== null && committed + more > softLimit + smallest,
    remaining: hardLimit === null ? null : Math.max(0, hardLimit - committed),
  };
}

/** `1234.5` as `1,234.50 EUR`. */
export const moneyWords = (amount: number, currency: string): string =>
  `${amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ${currency}`;

const dayMs = 24 * 3_600_000;

/**
 * How the month ends if it goes on as in the last seven days, and what happens to a job that is submitted now. Nothing is said of the
 * end on the first day of a month.
 */
export function project(
  limits: Limits,
  { spent, reserved, lately }: { spent: number; reserved: number; lately: number },
  { month, now }: { month: { from: Date; to: Date }; now: Date },
): { projected: number | null; newJobs: "accepted" | "warned" | "refused"; refusedAbout: string | null } {
  const { softLimit, hardLimit } = limits;
  const perDay = lately / 7;
  const committed = spent + reserved;
  const isKnown = perDay > 0 && now.getTime() - month.from.getTime() >= dayMs;
  const projected = isKnown ? spent + (perDay * (month.to.getTime() - now.getTime())) / dayMs : null;
  const isFull = hardLimit !== null && committed > hardLimit - smallest;
  const daysLeft = hardLimit === null || !isKnown ? null : (hardLimit - committed) / perDay;
  const at = daysLeft === null ? null : new Date(now.getTime() + Math.max(0, daysLeft) * dayMs);
  return {
    projected,
    newJobs: isFull ? "refused" : softLimit !== null && committed > softLimit ? "warned" : "accepted",
    refusedAbout: at !== null && !isFull && at < month.to ? at.toISOString() : null,
  };
}
