const formats = new Map<string, Intl.NumberFormat>();

/** An amount of a currency, in its smallest coins: `€22.62`. A currency that has no sign here stands by its code. */
export function formatMoney(amount: number, currency: string): string {
  return formatOf(currency).format(amount).replace("-", "−");
}

function formatOf(currency: string): Intl.NumberFormat {
  const known = formats.get(currency);
  if (known) return known;
  const made = makeFormat(currency);
  formats.set(currency, made);
  return made;
}

function makeFormat(currency: string): Intl.NumberFormat {
  if (/^[A-Z]{3}$/.test(currency)) return new Intl.NumberFormat("en-GB", { style: "currency", currency });
  return new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
