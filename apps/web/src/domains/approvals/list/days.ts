const two = (value: number): string => String(value).padStart(2, "0");

/** The day of an instant in the reader's zone, as date fields write it. */
export function dayOf(instant: number): string {
  const date = new Date(instant);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The last instant of a day in the reader's zone; the text itself where it names no day, for the server to refuse. */
export function endOfDay(day: string): string {
  const end = new Date(`${day}T23:59:59.999`);
  return Number.isNaN(end.getTime()) ? day : end.toISOString();
}
