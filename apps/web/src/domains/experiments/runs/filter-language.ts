import type { QueryProblem } from "@plumbline/contracts/query/expression";
import { parseFilter } from "@plumbline/contracts/query/filter";

export { complete } from "@plumbline/contracts/query/complete";
export { filterPieces } from "./filter-pieces.ts";

/** Why a filter is refused; undefined for one that is not, and for none. */
export function problemOf(text: string): QueryProblem | undefined {
  if (text.trim() === "") return undefined;
  const parsed = parseFilter(text, "runs");
  return parsed.ok ? undefined : parsed.problem;
}
