const firstMs = 250;
const longestMs = 30_000;

/** How long to wait before a try after that many failures: doubling, and different for each who waits. */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 20));
  return Math.round(whole / 2 + (random() * whole) / 2);
}
