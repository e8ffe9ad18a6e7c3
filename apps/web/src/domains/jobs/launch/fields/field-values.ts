/** How a value of a spec stands in a field; what is no single value stands there as nothing. */
export function shownValue(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/**
 * What a field of a number holds. While it is typed, only what would be shown letter for letter counts as a number, so that `1.0` can become
 * `1.05`; once it is left, whatever is one.
 */
export function readNumber(text: string, when: "typing" | "left"): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const number = Number(trimmed);
  if (!Number.isFinite(number)) return text;
  return when === "left" || String(number) === text ? number : text;
}

/** Names and values of a mapping of texts, in their order; anything else has none. */
export function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

export const itemsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
