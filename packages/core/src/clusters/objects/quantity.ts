const suffixes: Readonly<Record<string, number>> = {
  "": 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a Kubernetes quantity stands for: `500m` is 0.5, `2Gi` 2147483648, `1e3` 1000. Undefined where it is none. */
export function findAmount(quantity: string): number | undefined {
  const parts = /^([+-]?[0-9]*\.?[0-9]+|[+-]?[0-9]+\.)(?:[eE]([+-]?[0-9]+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(quantity);
  if (!parts) return undefined;
  const [, digits, exponent, suffix] = parts;
  const value = Number(digits) * (exponent === undefined ? (suffixes[suffix ?? ""] ?? 1) : 10 ** Number(exponent));
  // Fractions of a thousandth are below what any count or share of it needs; without this 100m * 3 is not 0.3.
  return Math.round(value * 1e9) / 1e9;
}

/** As `findAmount`, and 0 for what is left out or unreadable. */
export const amountOf = (quantity: string | undefined): number => (quantity === undefined ? 0 : (findAmount(quantity) ?? 0));
