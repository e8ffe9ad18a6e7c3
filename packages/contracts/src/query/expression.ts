/**
 * What a comparison looks at. `metric` is the last value of a metric, `aggregate` another figure of its points, `dataset` any input of the
 * run, `artifact` any of its files, `model` any registered version that was made of it.
 */
export type FilterEntity = "attribute" | "metric" | "aggregate" | "param" | "tag" | "dataset" | "artifact" | "model";

export const metricFigures = ["min", "max", "mean", "first", "last", "count"] as const;
export type MetricFigure = (typeof metricFigures)[number];

/** Which figure of all points of a metric is meant. */
export interface Aggregate {
  readonly figure: MetricFigure;
  /** `metrics.loss.min` means a metric of this whole name, in a workspace that has one. `min(metrics.loss)` never does. */
  readonly literal?: string;
}

export type NumberOperator = "=" | "!=" | ">" | ">=" | "<" | "<=";
export type TextOperator = "=" | "!=" | "LIKE" | "NOT LIKE" | "ILIKE" | "NOT ILIKE" | "RLIKE" | "NOT RLIKE";
export type ListOperator = "IN" | "NOT IN";
export type RangeOperator = "BETWEEN" | "NOT BETWEEN";
export type PresenceOperator = "IS NULL" | "IS NOT NULL";
export type FilterOperator = NumberOperator | TextOperator | ListOperator | RangeOperator | PresenceOperator;

/** What is compared: `aggregate` is there where the entity is `aggregate`, and nowhere else. */
export interface FilterSubject {
  readonly entity: FilterEntity;
  /** Attributes carry their canonical name: `created` arrives as `start_time`. */
  readonly key: string;
  readonly aggregate?: Aggregate;
}

interface Subject extends FilterSubject {
  readonly kind: "comparison";
}

export interface NumberComparison extends Subject {
  readonly valueType: "number";
  readonly operator: NumberOperator;
  /** May be infinite: `1e999` is a legal literal. Times and durations are milliseconds; relative times are those of the reading. */
  readonly value: number;
}

export interface NumbersComparison extends Subject {
  readonly valueType: "numbers";
  readonly operator: ListOperator;
  /** Never empty. */
  readonly value: readonly number[];
}

export interface RangeComparison extends Subject {
  readonly valueType: "range";
  readonly operator: RangeOperator;
  /** Both ends belong to the range. */
  readonly value: readonly [low: number, high: number];
}

export interface TextComparison extends Subject {
  readonly valueType: "text";
  readonly operator: TextOperator;
  readonly value: string;
}

export interface ListComparison extends Subject {
  readonly valueType: "list";
  readonly operator: ListOperator;
  /** Never empty. */
  readonly value: readonly string[];
}

export interface PresenceComparison extends Subject {
  readonly valueType: "none";
  readonly operator: PresenceOperator;
  readonly value: null;
}

export type NumericComparison = NumberComparison | NumbersComparison | RangeComparison;
export type TextualComparison = TextComparison | ListComparison;
export type Comparison = NumericComparison | TextualComparison | PresenceComparison;

/** Every term holds; with no terms, everything matches. */
export interface Conjunction {
  readonly kind: "all";
  readonly terms: readonly FilterExpression[];
}

/** At least one term holds. */
export interface Disjunction {
  readonly kind: "any";
  readonly terms: readonly FilterExpression[];
}

/** What does not match the term matches, also where the term asks for a key that is missing. */
export interface Negation {
  readonly kind: "not";
  readonly term: FilterExpression;
}

/**
 * A parsed filter. The outermost is always a conjunction. Below it, `all` and `any` hold two terms or more, and neither holds one of its own
 * kind: what says the same without OR and NOT is read as the same.
 */
export type FilterExpression = Comparison | Conjunction | Disjunction | Negation;

/** The filter that matches everything. */
export const matchAll: Conjunction = { kind: "all", terms: [] };

/** Why a text was refused: `message` for the caller, the rest for an editor. */
export interface QueryProblem {
  readonly message: string;
  /** UTF-16 offset of the first refused character; the text's length when something is missing. */
  readonly offset: number;
  readonly length: number;
  /** What would have been accepted at `offset`, in words or literals. */
  readonly expected: readonly string[];
}

export type QueryResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: QueryProblem };

/** Leaves a parser from any depth; `attempt` turns it into a result at the public face. */
export class Refusal extends Error {
  readonly problem: QueryProblem;

  constructor(problem: QueryProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function attempt<T>(parse: () => T): QueryResult<T> {
  try {
    return { ok: true, value: parse() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem };
    throw error;
  }
}
