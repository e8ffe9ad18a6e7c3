import { z } from "zod";

/** Query of every list: `cursor` is opaque and bound to the order that made it. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(2000).optional(),
});

/** One page of a list. `nextCursor` is null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A page as a verb returns it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export const Empty = z.object({});
/** An instant as ISO 8601 in UTC. */
export const Instant = z.iso.datetime();
/** Milliseconds since 1970, as MLflow clients send times. */
export const Milliseconds = z.int();
