import type { OrderBy } from "@plumbline/contracts/query/order-by";
import { type RankedField, rankedField } from "./ranked-fields.ts";

export const newestFirst = { entity: "attribute", key: "start_time", direction: "desc" } as const satisfies OrderBy;

/** The number that an order begins with, which blocks know; undefined where it begins with something else. */
export function siftedField([first = newestFirst]: readonly OrderBy[]): RankedField | undefined {
  const field = rankedField(first);
  return field?.table === "ranked_number" ? field : undefined;
}
