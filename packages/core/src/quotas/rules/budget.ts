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
