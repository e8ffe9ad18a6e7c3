import type { Permission } from "@plumbline/contracts/permissions";
import type { Actor } from "../kernel/index.ts";

/** Who a credential stands for and what it may do, as of a moment ago. */
export interface Principal {
  readonly actor: Actor;
  readonly workspace: { readonly id: number; readonly name: string } | null;
  readonly permissions: ReadonlySet<Permission>;
  /** Their password was set by somebody else; until it is changed nothing else is allowed. */
  readonly mustChangePassword: boolean;
  /** When the credential ends by itself, in milliseconds since 1970. */
  readonly validUntilMs: number;
}

interface Entry {
  readonly answer: Promise<Principal | undefined>;
  readonly since: number;
}

interface CacheOptions {
  readonly ttlMs: number;
  readonly maxEntries: number;
  readonly now: () => number;
}

/**
 * Answers of the last moment, so that a busy client costs one look-up a second. An entry's age counts from before
 * its look-up began: a revocation is seen everywhere after `ttlMs`. Who is refused is not kept.
 */
export function createPrincipalCache({ ttlMs, maxEntries, now }: CacheOptions) {
  const entries = new Map<string, Entry>();

  const isFresh = (entry: Entry): boolean => {
    const age = now() - entry.since;
    return age >= 0 && age < ttlMs;
  };
  const drop = (key: string, entry: Entry): void => {
    if (entries.get(key) === entry) entries.delete(key);
  };

  return {
    find(key: string, lookUp: () => Promise<Principal | undefined>): Promise<Principal | undefined> {
      const known = entries.get(key);
      if (known && isFresh(known)) return known.answer;
      const since = now();
      const entry = { answer: lookUp(), since };
      entries.delete(key);
      entries.set(key, entry);
      const oldest = entries.size > maxEntries ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
      entry.answer.then(
        (principal) => principal ?? drop(key, entry),
        () => drop(key, entry),
      );
      return entry.answer;
    },
    /** Forgets everything, also look-ups that are under way. */
    clear(): void {
      entries.clear();
    },
  };
}
export type PrincipalCache = ReturnType<typeof createPrincipalCache>;
