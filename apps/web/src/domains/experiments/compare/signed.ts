import { formatNumber } from "@plumbline/ui/format/number";

const short = new Intl.NumberFormat("en-GB", { minimumSignificantDigits: 2, maximumSignificantDigits: 3 });

/** A difference with its sign, in two or three digits: what tells `0.8` from `0.813` is `+0.013`. */
export function signed(change: number): string {
  const size = Math.abs(change);
  const isPlain = !Number.isInteger(change) && size >= 1e-4 && size < 1e7;
  const text = isPlain ? short.format(change).replace("-", "−") : formatNumber(change);
  return change > 0 ? `+${text}` : text;
}

/** A share of one with its sign, in percent. */
export const signedPercent = (share: number): string => `${signed(Number((share * 100).toPrecision(3)))} %`;

/** From -1 to 1, in two decimals. */
export function signedShare(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return `${text === "0.00" ? "" : value > 0 ? "+" : "−"}${text}`;
}
