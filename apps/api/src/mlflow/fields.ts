import { type Int64, type JsonObject, parseExactJson, parseJson } from "./json.ts";
import { missingValue, refused, wrongType } from "./texts.ts";

interface Mistake {
  readonly path: string;
  readonly value: unknown;
}

/** What one pass over a request found out besides the values. */
export interface Reading {
  readonly mistakes: Mistake[];
  /** A number was read that JSON.parse may have rounded. */
  isInexact: boolean;
}

/** A field of a request: how its JSON value is read, and what it is when absent. */
export interface Field<T> {
  readonly read: (value: unknown, path: string, reading: Reading) => T;
  readonly absent: T;
  readonly isRequired?: true;
  readonly isList?: true;
  readonly members?: Fields;
}
export type Fields = Readonly<Record<string, Field<unknown>>>;
export type Decoded<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** A field of a scalar type: undefined when absent; `convert` answers undefined for a value of another type. */
function scalar<T>(convert: (value: unknown, reading: Reading) => T | undefined): Field<T | undefined> {
  return {
    absent: undefined,
    read: (value, path, reading) => {
      const converted = convert(value, reading);
      if (converted === undefined) reading.mistakes.push({ path, value });
      return converted;
    },
  };
}

export const text = scalar((value) => (isText(value) ? value : undefined));

/** A text that can be stored: without NUL, and without half of a UTF-16 pair. */
export const isText = (value: unknown): value is string => typeof value === "string" && !value.includes("\0") && value.isWellFormed();

/** A whole number that a float64 holds exactly. */
export const int = scalar((value, reading) => {
  const exact = toInt64(value, reading);
  return typeof exact === "number" && Number.isSafeInteger(exact) ? exact : undefined;
});

export const int64 = scalar(toInt64);
export const double = scalar(toDouble);

export const bool = scalar((value) => {
  if (typeof value === "boolean") return value;
  const lower = typeof value === "string" ? value.toLowerCase() : "";
  return lower === "true" || lower === "false" ? lower === "true" : undefined;
});

const int64Bound = 2n ** 63n;

/** A 64-bit integer of a JSON number or decimal text; undefined for anything else. */
export function toInt64(value: unknown, reading: Pick<Reading, "isInexact">): Int64 | undefined {
  if (Number.isSafeInteger(value)) return value as number;
  if (!isWhole(value)) return undefined;
  if (typeof value === "number") reading.isInexact = true;
  const exact = BigInt(value);
  if (exact >= int64Bound || exact < -int64Bound) return undefined;
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}

const isWhole = (value: unknown): value is Int64 | string =>
  typeof value === "string" ? /^-?\d{1,19}$/.test(value) : typeof value === "bigint" || Number.isInteger(value);

const numeric = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** A float64 of a JSON number or text; undefined for anything else. */
export function toDouble(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string") return undefined;
  if (value === "NaN" || value === "Infinity" || value === "-Infinity" || numeric.test(value)) return Number(value);
  return undefined;
}

/** An enumeration, by name, number or the number as text. As with stock servers, an unknown name counts as absent. */
export function oneOf<const N extends string>(numbers: Readonly<Record<N, number>>): Field<N | undefined> {
  const names = new Map<string, N>();
  for (const [name, number] of Object.entries(numbers)) names.set(name, name as N).set(String(number), name as N);
  return {
    absent: undefined,
    read: (value, path, reading) => {
      const name = typeof value === "string" || typeof value === "number" ? names.get(String(value)) : undefined;
      if (name === undefined && (typeof value !== "string" || /^-?\d+$/.test(value))) reading.mistakes.push({ path, value });
      return name;
    },
  };
}

export function list<T>(item: Field<T>): Field<readonly NonNullable<T>[]> {
  return {
    absent: [],
    isList: true,
    ...(item.members ? { members: item.members } : {}),
    read: (value, path, reading) => {
      if (!Array.isArray(value)) {
        reading.mistakes.push({ path, value });
        return [];
      }
      const items = value.map((one: unknown, index) => item.read(one, `${path}[${index}]`, reading));
      return items.filter((one): one is NonNullable<T> & T => one !== undefined && one !== null);
    },
  };
}

export function message<F extends Fields>(members: F): Field<Decoded<F> | undefined> {
  return {
    absent: undefined,
    members,
    read: (value, path, reading) => {
      if (isObject(value)) return readMembers(members, value, { path: `${path}.`, reading });
      reading.mistakes.push({ path, value });
      return;
    },
  };
}

/** A field that must be there and not be empty. */
export const required = <T>(field: Field<T>): Field<NonNullable<T>> => ({ ...(field as Field<NonNullable<T>>), isRequired: true });

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** A field with the second spelling of its name. */
interface Member {
  readonly name: string;
  readonly other: string;
  readonly field: Field<unknown>;
}

const membersOfFields = new WeakMap<Fields, readonly Member[]>();

/** Worked out once: a request has thousands of objects with the same fields. */
function membersOf(fields: Fields): readonly Member[] {
  const known = membersOfFields.get(fields);
  if (known) return known;
  const members = Object.entries(fields).map(([name, field]) => ({ name, other: camel(name), field }));
  membersOfFields.set(fields, members);
  return members;
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** The value of a field under either of its two spellings. */
const memberOf = (object: JsonObject, { name, other }: Member): unknown => object[name] ?? object[other];

function readMembers<F extends Fields>(fields: F, object: JsonObject, at: { path: string; reading: Reading }): Decoded<F> {
  const decoded: Record<string, unknown> = {};
  for (const member of membersOf(fields)) {
    const { name, field } = member;
    const value = memberOf(object, member);
    decoded[name] = value === undefined || value === null ? field.absent : field.read(value, at.path + name, at.reading);
  }
  return decoded as Decoded<F>;
}

/** One value under two names would let a guard look at one and the handler act on the other. */
function refuseBothSpellings(fields: Fields, object: JsonObject): void {
  for (const member of membersOf(fields)) {
    const { name, other, field } = member;
    if (other !== name && name in object && other in object) {
      throw refused(`Request specifies both '${name}' and '${other}'; provide only one of them.`);
    }
    const { members } = field;
    if (members) for (const item of objectsIn(memberOf(object, member))) refuseBothSpellings(members, item);
  }
}

const objectsIn = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value : [value]).filter(isObject);

/** A request before its fields are read: parsed JSON, and the text that it came from. */
export interface RequestJson {
  readonly value: JsonObject;
  readonly source?: string;
}

/** The object of a JSON text. As with stock servers, broken and empty texts count as `{}`, and text within text is read again. */
export function objectOf(source: string, parse = parseJson): JsonObject {
  const once = parse(source);
  const value = typeof once === "string" ? parse(once) : once;
  if (isObject(value)) return value;
  if (value === null || Array.isArray(value) || once === undefined) return {};
  throw refused("Bad Request. The body must be a JSON object.");
}

/** Reads a request's fields; throws the stock server's refusal for what is missing or of another type, in the order of the fields. */
export function decode<F extends Fields>(fields: F, request: RequestJson): Decoded<F> {
  refuseBothSpellings(fields, request.value);
  const object = withRunId(request.value);
  const reading: Reading = { mistakes: [], isInexact: false };
  const decoded = readMembers(fields, object, { path: "", reading });
  if (reading.isInexact && request.source !== undefined) return decode(fields, { value: objectOf(request.source, parseExactJson) });
  for (const member of membersOf(fields)) {
    const { name, field } = member;
    const value = memberOf(object, member);
    if (field.isRequired && (value === undefined || value === null || value === "")) throw missingValue(name);
    const mistake = reading.mistakes.find(({ path }) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`));
    if (mistake) throw wrongType(mistake.path, mistake.value);
  }
  return decoded;
}

/** Old clients name the run `run_uuid`. */
function withRunId(object: JsonObject): JsonObject {
  const old = object.run_uuid ?? object.runUuid;
  return old === undefined || (object.run_id ?? object.runId ?? "") !== "" ? object : { ...object, run_id: old };
}
