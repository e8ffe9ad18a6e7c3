/** A 64-bit integer: a number while it is safe, a bigint beyond. Only one form per value. */
export type Int64 = number | bigint;

export interface MetricPoint {
  readonly step: Int64;
  /** Milliseconds since 1970 by convention, any int64 by right. */
  readonly timestamp: Int64;
  readonly value: number;
}

const minimum = -(2n ** 63n);
const maximum = 2n ** 63n - 1n;

function narrow(exact: bigint): Int64 {
  const plain = Number(exact);
  return Number.isSafeInteger(plain) ? plain : exact;
}

/** The one form of an integer, from a number, a bigint or PostgreSQL's decimal text. */
export function toInt64(source: Int64 | string): Int64 {
  if (typeof source === "number" && Number.isSafeInteger(source)) return source;
  const exact = BigInt(source);
  if (exact < minimum || exact > maximum) throw new RangeError(`not a 64-bit integer: ${source}`);
  return narrow(exact);
}

/** Exact; may take one bit more than an int64. */
export function differenceOf(left: Int64, right: Int64): Int64 {
  if (typeof left === "number" && typeof right === "number") {
    const plain = left - right;
    if (Number.isSafeInteger(plain)) return plain;
  }
  return narrow(BigInt(left) - BigInt(right));
}

/** Exact; throws RangeError where the sum is no int64. */
export function sumOf(left: Int64, right: Int64): Int64 {
  if (typeof left === "number" && typeof right === "number") {
    const plain = left + right;
    if (Number.isSafeInteger(plain)) return plain;
  }
  return toInt64(BigInt(left) + BigInt(right));
}

/** Orders values with NaN above every number. */
export function compareValues(left: number, right: number): number {
  if (left < right) return -1;
  if (left > right) return 1;
  return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
}

/** By step, then timestamp, then value: the greatest is a metric's latest point. */
export function comparePoints(left: MetricPoint, right: MetricPoint): number {
  if (left.step !== right.step) return left.step < right.step ? -1 : 1;
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp ? -1 : 1;
  return compareValues(left.value, right.value);
}
