const dayMs = 86_400_000;

/** So many days before, in milliseconds since 1970. */
export const daysBefore = (now: Date, days: number): number => now.getTime() - days * dayMs;
