import type { Deps } from "../kernel/index.ts";
import type { Machine } from "../quotas/index.ts";
import type { Executor } from "./executors/executor.ts";

/** What carries jobs, as far as this process reaches it. */
export interface JobsConfiguration {
  /** Address by which programs of jobs reach the api, without a slash at its end. */
  readonly internalUrl: string;
  /** Left out where programs of jobs may not run on this machine. */
  readonly local?: { readonly executor: Executor; readonly machine: Machine };
  /** The executor of a registered cluster; throws ExecutorUnreachable where it cannot be asked. */
  readonly ofCluster?: (clusterId: string) => Promise<Executor>;
  /** The clusters that jobs may run on. */
  readonly listClusters?: () => Promise<readonly string[]>;
  /** Tells of attempts on clusters that may have changed, until the signal. */
  readonly watchClusters?: (onChange: (name: string) => void, signal: AbortSignal) => void;
}

const configurations = new WeakMap<Deps["db"], JobsConfiguration>();

/** Sets what the reconciler of this process works with. */
export function configureJobs(deps: Deps, configuration: JobsConfiguration): void {
  configurations.set(deps.db, configuration);
}

export function configurationOf(deps: Deps): JobsConfiguration {
  const configuration = configurations.get(deps.db);
  if (!configuration) throw new Error("jobs are not configured in this process: call configureJobs before the reconciler is started");
  return configuration;
}
