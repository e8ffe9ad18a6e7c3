const grouped = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const significant = new Intl.NumberFormat("en-GB", { minimumSignificantDigits: 4, maximumSignificantDigits: 4 });
const trimmed = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 4 });

/** Whole numbers in full with thousands separators, such as counts. */
export function formatCount(value: number): string {
  return grouped.format(value);
}

/** A count with its noun: `1 vote`, `3 votes`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/**
 * A measured value in four significant digits. Whole numbers below ten million stay whole, very large and
 * very small values use an exponent, and values that are not finite are named as they were logged.
 */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "−Infinity";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return minus(grouped.format(value));
  if (size >= 1e7 || size < 1e-4) return minus(value.toExponential(3));
  return minus((size >= 1000 ? trimmed : significant).format(value));
}

/** The value as it was logged, for titles and copies: the shortest text that reads back to the same number. */
export function exactNumber(value: number): string {
  return String(value);
}

const decimalUnits = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** A size in bytes in decimal units: `41.7 kB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(decimalUnits.length - 1, Math.floor(Math.log10(bytes) / 3));
  const scaled = bytes / 1000 ** power;
  const digits = power === 0 || scaled >= 100 ? 0 : 1;
  return `${scaled.toFixed(digits)} ${decimalUnits[power] ?? "B"}`;
}

const binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** A size of memory in binary units, as machines are sold and limits are set: `61.2 GiB`, `80 GiB`. */
export function formatMemory(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(binaryUnits.length - 1, Math.floor(Math.log2(bytes) / 10));
  const scaled = bytes / 1024 ** power;
  const digits = scaled >= 100 || Number.isInteger(scaled) ? 0 : 1;
  return `${scaled.toFixed(digits)} ${binaryUnits[power] ?? "B"}`;
}

function minus(text: string): string {
  return text.replace("-", "−").replace("e+", "e").replace("e-", "e−");
}
