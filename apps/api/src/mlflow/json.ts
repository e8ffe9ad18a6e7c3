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
  const quoted = quoteBareNumbers(text);
  if (quoted === text) return undefined;
  try {
    return parse(quoted);
  } catch {
    return undefined;
  }
}

/** By hand: no expression finds the end of a text that may be megabytes long without backtracking or a deep stack. */
function quoteBareNumbers(source: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < source.length) {
    const quote = source.indexOf('"', at);
    const begin = quote < 0 ? source.length : quote;
    const end = endOfText(source, begin);
    parts.push(source.slice(at, begin).replace(/-?Infinity|NaN/g, '"$&"'), source.slice(begin, end));
    at = end;
  }
  return parts.join("");
}

/** Where the text ends that begins at a quote; at the end of the source where nothing closes it. */
function endOfText(source: string, begin: number): number {
  for (let quote = source.indexOf('"', begin + 1); quote >= 0; quote = source.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (source[quote - 1 - escapes] === "\\") escapes++;
    if (escapes % 2 === 0) return quote + 1;
  }
  return source.length;
}

/** The same, with integers beyond 2^53 as bigint. Several times slower, so only for texts that turned out to hold some. */
export const parseExactJson = (text: string): unknown => parseJson(text, exactInteger);

function exactInteger(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  // No float64 is longer, and to read millions of digits takes seconds.
  return source !== undefined && /^-?\d{1,400}$/.test(source) ? BigInt(source) : value;
}

const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

/** An int64 as MLflow's servers send it: a JSON number. A float64 near the end of the range may lie just outside of it. */
export function int64ToJson(value: Int64): unknown {
  if (Number.isSafeInteger(value)) return value;
  const exact = BigInt(value);
  return rawJSON(String(exact > int64Max ? int64Max : exact));
}

const int64Max = 2n ** 63n - 1n;

/** Nobody reads deeper, and whoever sends more is after the stack. */
const depthMax = 100;

/** A value as Python's `json.dumps` prints it with sorted keys and no blanks; MLflow's messages quote values so. */
export function pythonJson(value: unknown, depth = 0): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "object" && value !== null && depth === depthMax) return "…";
  if (Array.isArray(value)) return `[${value.map((item) => pythonJson(item, depth + 1)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${asciiJson(key)}:${pythonJson(Reflect.get(value, key), depth + 1)}`).join(",")}}`;
  }
  if (typeof value === "string") return asciiJson(value);
  return Object.is(value, Number.POSITIVE_INFINITY) ? "Infinity" : (JSON.stringify(value) ?? "null");
}

const asciiJson = (text: string): string =>
  JSON.stringify(text).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
