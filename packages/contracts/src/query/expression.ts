/** What a comparison looks at. */
export type FilterEntity = "attribute" | "metric" | "param" | "tag" | "dataset";

export type NumberOperator = "=" | "!=" | ">" | ">=" | "<" | "<=";
export type TextOperator = "=" | "!=" | "LIKE" | "ILIKE";
export type ListOperator = "IN" | "NOT IN";
export type PresenceOperator = "IS NULL" | "IS NOT NULL";
export type FilterOperator = NumberOperator | TextOperator | ListOperator | PresenceOperator;

interface Subject {
  readonly kind: "comparison";
  readonly entity: FilterEntity;
  /** Attributes carry their canonical name: `created` arrives as `start_time`. */
  readonly key: string;
}

export interface NumberComparison extends Subject {
  readonly valueType: "number";
  readonly operator: NumberOperator;
  /** May be infinite: `1e999` is a legal literal. */
  readonly value: number;
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

export type Comparison = NumberComparison | TextComparison | ListComparison | PresenceComparison;

/** Every term holds; with no terms, everything matches. */
export interface Conjunction {
  readonly kind: "all";
  readonly terms: readonly FilterExpression[];
}

/**
 * A parsed filter. Switch on `kind` and let the compiler ask for the rest when the language grows
 * (alternatives and negation are further kinds of this union).
 */
export type FilterExpression = Comparison | Conjunction;

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
