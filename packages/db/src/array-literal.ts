/**
 * PostgreSQL's text form of a list, as the driver would send it, without examining every number by regular expression: lists of thousands are
 * what hot statements carry. Undefined where a list holds anything but numbers, text, truth values, bytes, instants and nothing.
 */
export function arrayLiteral(list: readonly unknown[]): string | undefined {
  let literal = "{";
  for (const [index, value] of list.entries()) {
    const element = elementOf(value);
    if (element === undefined) return undefined;
    literal += index === 0 ? element : `,${element}`;
  }
  return `${literal}}`;
}

function elementOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    case "string":
      return quoted(value);
    case "undefined":
      return "NULL";
    case "object":
      return ofObject(value);
    default:
      return undefined;
  }
}

function ofObject(value: object | null): string | undefined {
  if (value === null) return "NULL";
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}"`;
  if (value instanceof Date) return quoted(value.toISOString());
  return undefined;
}

const quoted = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, "\\$&") : text}"`;
