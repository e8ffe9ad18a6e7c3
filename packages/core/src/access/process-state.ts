import type { Operation, Output } from "@plumbline/contracts/operation";
import type { Deps, Verb } from "../kernel/index.ts";
import { type AccessPolicy, defaultAccessPolicy } from "./policy.ts";
import { createPrincipalCache, type PrincipalCache } from "./principal-cache.ts";
import { createUseLog, type UseLog } from "./use-log.ts";

interface ProcessState {
  policy: AccessPolicy;
  readonly principals: PrincipalCache;
  readonly uses: UseLog;
}

const cacheTtlMs = 1000;
const cacheEntries = 10_000;
const states = new WeakMap<Deps["db"], ProcessState>();

/** What this process remembers about credentials, per database. */
export function stateOf(deps: Deps): ProcessState {
  let state = states.get(deps.db);
  if (!state) {
    const principals = createPrincipalCache({ ttlMs: cacheTtlMs, maxEntries: cacheEntries, now: () => deps.now().getTime() });
    state = { policy: defaultAccessPolicy, principals, uses: createUseLog(deps) };
    states.set(deps.db, state);
  }
  return state;
}

/** Sets how long sessions last and how wrong passwords are answered; without it the defaults hold. */
export function configureAccess(deps: Deps, policy: Partial<AccessPolicy>): void {
  stateOf(deps).policy = { ...defaultAccessPolicy, ...policy };
}

/** Makes this process look up every credential anew. Other processes follow within a second. */
function forgetPrincipals(deps: Deps): void {
  stateOf(deps).principals.clear();
}

/** Writes when credentials were last used; for the end of a process. */
export const flushUses = (deps: Deps): Promise<void> => stateOf(deps).uses.flush();

/** A verb after which credentials may do less: this process acts on it at once. */
export function forgettingPrincipals<O extends Operation>(verb: Verb<O>): Verb<O> {
  const call = async (...args: Parameters<Verb<O>>): Promise<Output<O>> => {
    try {
      return await verb(...args);
    } finally {
      forgetPrincipals(args[0]);
    }
  };
  return Object.assign(call, { operation: verb.operation });
}
