import type { Deps } from "../kernel/index.ts";

/** Where this process finds the cluster that it runs in, if it does. */
export interface Surroundings {
  /** `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`. */
  readonly host: string | undefined;
  readonly port: string | undefined;
}

const configurations = new WeakMap<Deps["db"], Surroundings>();

/** Sets what surrounds this process; without it, it runs in no cluster. */
export function configureClusters(deps: Deps, surroundings: Surroundings): void {
  configurations.set(deps.db, surroundings);
}

export const surroundingsOf = (deps: Deps): Surroundings => configurations.get(deps.db) ?? { host: undefined, port: undefined };
