/**
 * Stands in for zod in the browser, where it would be an eighth of every page: the server alone checks input, and
 * what it answers comes from the same schemas. Of a schema this keeps what the browser reads of it, the names of an
 * object's fields and the words of an enumeration; every other method gives the schema back. The bundler puts it in
 * zod's place (next.config.ts); a test holds both to the same operations.
 */
interface Facts {
  shape?: Readonly<Record<string, Schema>>;
  options?: readonly string[];
  isOptional?: boolean;
}

type Method = (...given: never[]) => unknown;
type Schema = Facts & Readonly<Record<string, unknown>>;

function schema(facts: Facts): Schema {
  const methods: Record<string, Method> = {
    optional: () => schema({ ...facts, isOptional: true }),
    default: () => schema({ ...facts, isOptional: true }),
    extend: (more: Facts["shape"]) => object({ ...facts.shape, ...more }),
    omit: (left: Facts["shape"]) =>
      object(Object.fromEntries(Object.entries(facts.shape ?? {}).filter(([name]) => !(name in (left ?? {}))))),
    exclude: (left: readonly string[]) => schema({ ...facts, options: facts.options?.filter((option) => !left.includes(option)) ?? [] }),
    safeParse: (value: unknown) => (isLike(value, facts) ? { success: true, data: value } : { success: false }),
  };
  const self: Schema = new Proxy(facts as Schema, {
    get: (target, name) => target[name as string] ?? methods[name as string] ?? (() => self),
  });
  return self;
}

const object = (shape: Facts["shape"] = {}): Schema => schema({ shape });

/** Whether a value has what the schema cannot do without. */
function isLike(value: unknown, { shape, options }: Facts): boolean {
  if (options) return options.some((option) => option === value);
  if (!shape) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(shape).every(([name, field]) => field.isOptional === true || name in value);
}

/** Takes the place of any name: it can be called, which gives a schema of nothing in particular, and asked for more names. */
const anything: unknown = new Proxy(() => schema({}), { get: () => anything });

const known: Readonly<Record<string, Method>> = {
  object,
  enum: (options: readonly string[]) => schema({ options }),
};

export const z = new Proxy(known, { get: (target, name) => target[name as string] ?? anything });
