import type { z } from "zod";
import type { SourceCall, SourceCalls } from "./source-calls.ts";
import { SourceFailure } from "./source-failure.ts";

interface Pages<S extends z.ZodType, T> {
  readonly call: (token: { page_token?: string }) => SourceCall;
  readonly itemsOf: (page: z.output<S>) => readonly T[];
}

/** All pages of a list. A server that gives the same token again would be asked for ever, and is refused. */
export async function* pages<S extends z.ZodType<{ next_page_token: string | null }>, T>(
  calls: SourceCalls,
  schema: S,
  { call, itemsOf }: Pages<S, T>,
): AsyncGenerator<readonly T[]> {
  const seen = new Set<string>();
  let token: string | null = null;
  do {
    const page: z.output<S> = await calls.ask(schema, call(token === null ? {} : { page_token: token }));
    yield itemsOf(page);
    token = page.next_page_token;
    if (token !== null && seen.has(token)) throw new SourceFailure("The source gives the same page again and again.");
    if (token !== null) seen.add(token);
  } while (token !== null);
}
