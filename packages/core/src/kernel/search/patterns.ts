import { patternsIn } from "@plumbline/contracts/query/patterns";
import type { Tx } from "@plumbline/db";
import { searchRefusal } from "./search-refusal.ts";

const invalidPattern = "2201B";

/** Lets PostgreSQL read each regular expression of a filter: what it cannot read is refused, with its place, also where no row would meet it. */
export async function acceptPatterns(tx: Tx, filter: string): Promise<void> {
  for (const { pattern, offset, length } of patternsIn(filter)) {
    try {
      await tx.row("SELECT '' ~ $1::text AS is_match", [pattern]);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === invalidPattern)) throw error;
      throw searchRefusal("filter", { message: sentence(error.message), offset, length, expected: ["a regular expression"] });
    }
  }
}

const sentence = (message: string): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
