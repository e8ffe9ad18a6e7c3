/** The end of a day as a form gives it (`2026-03-31`), in the reader's zone; a due date holds until then. */
export function endOfDay(day: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const end = new Date(`${day}T23:59:59.000`);
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}
