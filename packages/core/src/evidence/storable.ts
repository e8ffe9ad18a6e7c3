/** What JSON in the database can hold: names in files may have NUL or half of a character, which it refuses. */
export function storable<T>(value: T): T {
  if (typeof value === "string") return value.replaceAll("\0", "\uFFFD").toWellFormed() as T;
  if (typeof value === "number") return (Number.isFinite(value) ? value : null) as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [storable(key), storable(member)])) as T;
}
