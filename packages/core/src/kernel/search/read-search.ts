import type { FilterDialect } from "@plumbline/contracts/query/dialects";
import type { FilterExpression } from "@plumbline/contracts/query/expression";
import { parseFilter } from "@plumbline/contracts/query/filter";
import { type OrderBy, parseOrderBy } from "@plumbline/contracts/query/order-by";
import type { Tx } from "@plumbline/db";
import { acceptPatterns } from "./patterns.ts";
import { comparisonsOf } from "./predicate.ts";
import { searchRefusal } from "./search-refusal.ts";

/** Each is looked up for every row that the others leave. */
const comparisonsMax = 100;

/** Parses a filter, or throws `invalid` with the language's own message and where it stopped. PostgreSQL reads its regular expressions. */
export async function readFilter(tx: Tx, text: string, dialect: FilterDialect): Promise<FilterExpression> {
  if (text.includes("\0")) throw searchRefusal("filter", { message: "A filter cannot hold the character NUL." });
  const parsed = parseFilter(text, dialect);
  if (!parsed.ok) throw searchRefusal("filter", parsed.problem);
  const { length } = comparisonsOf(parsed.value);
  if (length > comparisonsMax) {
    throw searchRefusal("filter", { message: `A filter may hold at most ${comparisonsMax} comparisons; this one has ${length}.` });
  }
  await acceptPatterns(tx, text);
  return parsed.value;
}

export function readOrderBy(items: readonly string[], dialect: Exclude<FilterDialect, "logged-models">): readonly OrderBy[] {
  if (items.some((item) => item.includes("\0"))) throw searchRefusal("orderBy", { message: "An order cannot hold the character NUL." });
  const parsed = parseOrderBy(items, dialect);
  if (!parsed.ok) throw searchRefusal("orderBy", parsed.problem);
  return parsed.value;
}
