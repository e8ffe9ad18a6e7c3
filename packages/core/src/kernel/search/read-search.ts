import type { FilterDialect } from "@plumbline/contracts/query/dialects";
import type { FilterExpression } from "@plumbline/contracts/query/expression";
import { parseFilter } from "@plumbline/contracts/query/filter";
import { type OrderBy, parseOrderBy } from "@plumbline/contracts/query/order-by";
import { AppError } from "../app-error.ts";
import { comparisonsOf } from "./predicate.ts";

/** Each is looked up for every row that the others leave. */
const comparisonsMax = 100;

/** Parses a filter, or throws `invalid` with the language's own message and where it stopped. */
export function readFilter(text: string, dialect: FilterDialect): FilterExpression {
  if (text.includes("\0")) throw searchRefusal("filter", { message: "A filter cannot hold the character NUL." });
  const parsed = parseFilter(text, dialect);
  if (!parsed.ok) throw searchRefusal("filter", parsed.problem);
  const { length } = comparisonsOf(parsed.value);
  if (length > comparisonsMax) {
    throw searchRefusal("filter", { message: `A filter may hold at most ${comparisonsMax} comparisons; this one has ${length}.` });
  }
  return parsed.value;
}

export function readOrderBy(items: readonly string[], dialect: Exclude<FilterDialect, "logged-models">): readonly OrderBy[] {
  if (items.some((item) => item.includes("\0"))) throw searchRefusal("orderBy", { message: "An order cannot hold the character NUL." });
  const parsed = parseOrderBy(items, dialect);
  if (!parsed.ok) throw searchRefusal("orderBy", parsed.problem);
  return parsed.value;
}

interface Problem {
  readonly message: string;
  readonly offset?: number;
  readonly length?: number;
  readonly expected?: readonly string[];
}

export function searchRefusal(path: "filter" | "orderBy", problem: Problem): AppError {
  return new AppError("invalid", problem.message, {
    params: { reason: path === "filter" ? "filter" : "order-by", ...problem },
    fields: [{ path, message: problem.message }],
  });
}
