interface Source {
  source?: string;
}
type Reviver = (key: string, value: unknown, context: Source) => unknown;
type Parse = (text: string, reviver: Reviver) => unknown;

/** JSON.parse that keeps integers beyond 2^53 as bigint, so that int64 fields compare digit by digit. */
export function parseExact(text: string): unknown {
  try {
    return (JSON.parse as Parse)(text, exactNumber);
  } catch {
    return undefined;
  }
}

function exactNumber(_key: string, value: unknown, { source }: Source): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

/** The text of a value for reports; bigint prints as its digits. */
export function show(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${show(item)}`);
    return `{${fields.join(", ")}}`;
  }
  return JSON.stringify(value) ?? "undefined";
}
