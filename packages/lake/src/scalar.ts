/** A column's type in plain words. `other`: lists, structures, times of day, bytes and what else has no order or statistic here. */
export type PlainType = "integer" | "number" | "boolean" | "text" | "timestamp" | "date" | "other";

/**
 * A value that JSON and PostgreSQL can carry. Integers beyond 2^53 are decimal text, as are `NaN`, `Infinity` and `-Infinity`; dates are
 * `2024-01-31`, timestamps ISO 8601 with `Z` where the file gives an offset; NUL within text is U+FFFD; `other` values are written out.
 */
export type Scalar = string | number | boolean | null;

const patterns: readonly (readonly [pattern: RegExp, type: PlainType])[] = [
  [/[\])]$/, "other"],
  [/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/, "integer"],
  [/^(FLOAT|DOUBLE)$/, "number"],
  [/^(VARCHAR|UUID|JSON)$/, "text"],
  [/^BOOLEAN$/, "boolean"],
  [/^DATE$/, "date"],
  [/^TIMESTAMP/, "timestamp"],
];

/** The plain type of what the engine calls a type. */
export function plainTypeOf(engineType: string): PlainType {
  if (/^DECIMAL\(\d+,0\)$/.test(engineType)) return "integer";
  if (/^DECIMAL\(\d+,\d+\)$/.test(engineType)) return "number";
  if (/^ENUM\(.*\)$/s.test(engineType)) return "text";
  return patterns.find(([pattern]) => pattern.test(engineType))?.[1] ?? "other";
}

export const withoutNul = (text: string): string => text.replaceAll("\0", "\uFFFD");

/** The scalar for what the engine wrote out as text, cut after `maxCharacters` with an ellipsis. */
export function scalarOf(text: string | null, type: PlainType, maxCharacters: number): Scalar {
  if (text === null) return null;
  if (type === "integer") return integerOf(text);
  if (type === "number") return numberOf(text);
  if (type === "boolean") return text === "true";
  if (type === "date") return text;
  if (type === "timestamp") return text.replace(" ", "T").replace(/\+00$/, "Z");
  return cut(withoutNul(text), maxCharacters);
}

function integerOf(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

const unbounded: Readonly<Record<string, string>> = { inf: "Infinity", "-inf": "-Infinity", nan: "NaN", "-nan": "NaN" };

const numberOf = (text: string): number | string => unbounded[text] ?? Number(text);

function cut(text: string, maxCharacters: number): string {
  const characters = [...text.slice(0, 2 * maxCharacters + 2)];
  return characters.length > maxCharacters ? `${characters.slice(0, maxCharacters).join("")}…` : text;
}
