import type { Deps } from "../kernel/index.ts";

/** Where this process finds the cluster that it runs in, if it does, and where programs of jobs find the api. */
export interface Surroundings {
  /** `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`. */
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  /** What jobs are given as the platform's address, where a cluster's settings name no other. */
  readonly internalUrl: string;
}

const configurations = new WeakMap<Deps["db"], Surroundings>();

/** Sets what surrounds this process; without it, it runs in no cluster. */
export function configureClusters(deps: Deps, surroundings: Surroundings): void {
  configurations.set(deps.db, surroundings);
}

export const surroundingsOf = (deps: Deps): Surroundings => configurations.get(deps.db) ?? { internalUrl: deps.publicUrl };
