/** Parsed JSON; objects come from strangers, so every member is unknown. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A 64-bit integer: a number while it is safe, a bigint beyond. */
export type Int64 = number | bigint;

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** JSON as Python's parser takes it: bare NaN and infinities count, and arrive as text. Undefined for anything broken. */
export function parseJson(text: string, reviver?: Reviver): unknown {
  const parse = JSON.parse as (source: string, reviver?: Reviver) => unknown;
  try {
    return parse(text, reviver);
  } catch {
    return parseBareNumbers(text, (source) => parse(source, reviver));
  }
}

function parseBareNumbers(text: string, parse: (source: string) => unknown): unknown {
  const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (token) => (token.startsWith('"') ? token : `"${token}"`));
  if (quoted === text) return undefined;
  try {
    return parse(quoted);
  } catch {
    return undefined;
  }
}

/** The same, with integers beyond 2^53 as bigint. Several times slower, so only for texts that turned out to hold some. */
export const parseExactJson = (text: string): unknown => parseJson(text, exactInteger);

function exactInteger(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

/** An int64 as MLflow's servers send it: a JSON number. A float64 near the end of the range may lie just outside of it. */
export function int64ToJson(value: Int64): unknown {
  if (Number.isSafeInteger(value)) return value;
  const exact = BigInt(value);
  return rawJSON(String(exact > int64Max ? int64Max : exact));
}

const int64Max = 2n ** 63n - 1n;

/** A value as Python's `json.dumps` prints it with sorted keys and no blanks; MLflow's messages quote values so. */
export function pythonJson(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${asciiJson(key)}:${pythonJson(Reflect.get(value, key))}`).join(",")}}`;
  }
  if (typeof value === "string") return asciiJson(value);
  return Object.is(value, Number.POSITIVE_INFINITY) ? "Infinity" : (JSON.stringify(value) ?? "null");
}

const asciiJson = (text: string): string =>
  JSON.stringify(text).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
