const hourMs = 3_600_000;

export const hourOf = (at: number): Date => new Date(Math.floor(at / hourMs) * hourMs);

/** A span of time by the hours that it touches, each with its part in hours. */
export function hourSlices(from: Date, to: Date): { hour: Date; hours: number }[] {
  const slices: { hour: Date; hours: number }[] = [];
  for (let at = from.getTime(); at < to.getTime(); ) {
    const hour = hourOf(at);
    const end = Math.min(hour.getTime() + hourMs, to.getTime());
    slices.push({ hour, hours: (end - at) / hourMs });
    at = end;
  }
  return slices;
}
