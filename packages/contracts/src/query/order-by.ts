import { dialects, type FilterDialect, hasFixedKeys } from "./dialects.ts";
import { attempt, type FilterSubject, metricFigures, type QueryProblem, type QueryResult, Refusal } from "./expression.ts";
import { pythonList, unknownKey } from "./messages.ts";
import { readCall, readSubject, type Subject } from "./subject.ts";
import { type Token, tokenize } from "./tokens.ts";

export interface OrderBy extends FilterSubject {
  readonly direction: "asc" | "desc";
}

/** A problem of one item of the list; offsets count within that item. */
export interface OrderByProblem extends QueryProblem {
  readonly index: number;
}

export type OrderByResult<T> =
  | { readonly ok: true; readonly value: readonly T[] }
  | { readonly ok: false; readonly problem: OrderByProblem };

type OrderedDialect = Exclude<FilterDialect, "logged-models">;

function refuse(message: string, at: Token | undefined, expected: readonly string[]): never {
  throw new Refusal({ message, offset: at?.start ?? 0, length: at?.text.length ?? 0, expected });
}

function readDirection(text: string, token: Token | undefined): OrderBy["direction"] {
  const word = token?.text.toLowerCase() ?? "asc";
  if (word === "asc" || word === "desc") return word;
  return refuse(`Invalid ordering key in order_by clause '${text}'.`, token, ["ASC", "DESC"]);
}

function orderable(dialect: OrderedDialect): string[] {
  const ordered = dialects[dialect].attributes.filter(({ isUnordered }) => !isUnordered);
  return ordered.flatMap(({ key, orderAliases }) => [key, ...(orderAliases ?? [])]);
}

/** Some aliases work in filters alone; the stock server refuses to sort by them. */
function acceptSpelling(name: Token, dialect: OrderedDialect): void {
  const spelled = name.text.slice(name.text.indexOf(".") + 1).replace(/^(["'`])(.*)\1$/, "$2");
  const known = orderable(dialect);
  if (!known.includes(spelled)) refuse(unknownKey("attribute", spelled, known), name, known);
}

interface OrderParts {
  readonly name: Token;
  readonly direction: Token | undefined;
  readonly subject: Subject;
}

/** `min(metrics.loss)` in front of a direction. */
function readFigure([name, open, argument, close, ...rest]: readonly Token[], dialect: OrderedDialect) {
  const figure = metricFigures.find((one) => one === name?.text.toLowerCase());
  const isCall = open?.kind === "open" && argument?.kind === "identifier" && close?.kind === "close";
  if (!(figure && name && isCall && dialects[dialect].preferred.aggregate)) return;
  const call = { kind: "call", figure, argument, text: name.text, start: name.start, end: close.end } as const;
  return { name, rest, subject: readCall(call, dialect) };
}

function splitOrder(text: string, dialect: OrderedDialect): OrderParts {
  const tokens = tokenize(text);
  const figure = readFigure(tokens, dialect);
  const [name, direction, extra] = figure ? [figure.name, ...figure.rest] : tokens;
  const unclear = (at: Token | undefined) => refuse(`Invalid order_by clause '${text}'. Could not be parsed.`, at, ["<name> [ASC|DESC]"]);
  if (name?.kind !== "identifier" || /^(asc|desc)$/i.test(name.text)) return unclear(name);
  if (direction && direction.kind !== "identifier") return unclear(direction);
  if (extra) return unclear(extra);
  readDirection(text, direction);
  return { name, direction, subject: figure?.subject ?? readSubject(name, dialect) };
}

function readOrderBy(text: string, dialect: OrderedDialect): OrderBy {
  const { name, direction, subject } = splitOrder(text, dialect);
  const { entity, key, aggregate } = subject;
  if (entity === "attribute") acceptSpelling(name, dialect);
  if (dialect !== "runs" && entity !== "attribute") {
    refuse(`Invalid order_by entity: ${entity}`, name, orderable(dialect));
  }
  if (hasFixedKeys(entity)) refuse(`Invalid identifier type '${entity}'`, name, ["attributes", "metrics", "params", "tags"]);
  return { entity, key, ...(aggregate && { aggregate }), direction: readDirection(text, direction) };
}

function readEach<T, U>(items: readonly T[], read: (item: T) => QueryResult<U>): OrderByResult<U> {
  const value: U[] = [];
  for (const [index, item] of items.entries()) {
    const result = read(item);
    if (!result.ok) return { ok: false, problem: { ...result.problem, index } };
    value.push(result.value);
  }
  return { ok: true, value };
}

/** Parses `order_by` items such as `metrics.loss DESC`. Ties are the caller's to break. */
export function parseOrderBy(items: readonly string[], dialect: OrderedDialect): OrderByResult<OrderBy> {
  const seen = new Set<string>();
  return readEach(items, (text) =>
    attempt(() => {
      const order = readOrderBy(text, dialect);
      const id = `${order.entity}.${order.aggregate?.figure ?? ""}.${order.key}`;
      if (dialect !== "experiments" && seen.has(id)) {
        refuse(`\`order_by\` contains duplicate fields: ${pythonList(items)}`, undefined, []);
      }
      seen.add(id);
      return order;
    }),
  );
}

export interface LoggedModelOrderByInput {
  readonly field_name?: string | undefined;
  readonly ascending?: boolean | undefined;
  readonly dataset_name?: string | undefined;
  readonly dataset_digest?: string | undefined;
}

export interface LoggedModelOrderBy extends OrderBy {
  /** Restricts a metric to the values taken on one dataset. */
  readonly datasetName?: string;
  readonly datasetDigest?: string;
}

function readField(field: string): Pick<OrderBy, "entity" | "key"> {
  const dot = field.indexOf(".");
  if (dot >= 0) {
    const prefix = field.slice(0, dot);
    if (prefix === "metrics") return { entity: "metric", key: field.slice(dot + 1) };
    return refuse(`Invalid order by field name: ${field}. Only metrics are supported.`, undefined, ["metrics.<name>"]);
  }
  const name = field.trim();
  const rules = dialects["logged-models"];
  const rule = rules.attributes.find(({ key, orderAliases }) => key === name || orderAliases?.includes(name));
  if (rule) return { entity: "attribute", key: rule.key };
  return refuse(
    `Invalid order by field name: ${field}`,
    undefined,
    rules.attributes.map(({ key }) => key),
  );
}

function readModelOrder(item: LoggedModelOrderByInput): LoggedModelOrderBy {
  if (!item.field_name) {
    return refuse("`field_name` in the `order_by` clause must be specified.", undefined, ["field_name"]);
  }
  if (item.dataset_digest && !item.dataset_name) {
    const message = "`dataset_digest` can only be specified if `dataset_name` is also specified.";
    return refuse(message, undefined, ["dataset_name"]);
  }
  return {
    ...readField(item.field_name),
    direction: item.ascending === false ? "desc" : "asc",
    ...(item.dataset_name && { datasetName: item.dataset_name }),
    ...(item.dataset_digest && { datasetDigest: item.dataset_digest }),
  };
}

/** Reads the structured `order_by` of the search for logged models. */
export function parseLoggedModelOrderBy(items: readonly LoggedModelOrderByInput[]): OrderByResult<LoggedModelOrderBy> {
  return readEach(items, (item) => attempt(() => readModelOrder(item)));
}
