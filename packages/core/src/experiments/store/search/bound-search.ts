import { classifyDatabaseError, type Tx } from "@plumbline/db";
import { searchRefusal } from "../../../kernel/index.ts";

/** What a statement of a search may take. Only patterns, expressions and orders without an index come near it. */
const budgetMs = 10_000;

const ways = ["enable_bitmapscan", "enable_hashjoin", "enable_mergejoin"];
const settings = (names: readonly string[], value: "on" | "off"): string =>
  names.map((name) => `set_config('${name}', '${value}', true)`).join(", ");
const all = ["enable_seqscan", ...ways];
// The walks count on the order of indexes, and young tables have no statistics that would tell PostgreSQL to keep to them.
const begin = `SELECT ${settings(all, "off")}, set_config('statement_timeout', '${budgetMs}', true)`;
const end = ({ scope }: Tx): string => `SELECT ${settings(scope.byIndex ? ways : all, "on")}`;

/** Runs a search with plans that walk indexes; one that takes longer than a search may is refused, with what would shorten it. */
export async function boundSearch<R>(tx: Tx, search: () => Promise<R>): Promise<R> {
  try {
    // Not waited for: it travels with the search.
    const begun = tx.execute(begin);
    const [result] = await Promise.all([search(), begun]);
    await tx.execute(end(tx));
    return result;
  } catch (error) {
    if (classifyDatabaseError(error) !== "timeout") throw error;
    throw searchRefusal("filter", { message: stopped });
  }
}

const stopped = `The search was stopped after ${budgetMs / 1000} seconds. Narrow it by what an index knows: fewer experiments, or a comparison with =, <, >, IN, or a LIKE that begins with letters, of a metric, param, tag or attribute, joined by AND.`;
