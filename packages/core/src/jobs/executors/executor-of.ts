import type { Deps } from "../../kernel/index.ts";
import { configurationOf } from "../configuration.ts";
import { type Executor, ExecutorUnreachable } from "./executor.ts";

interface Placed {
  readonly executor: "local" | "kubernetes";
  readonly cluster_id: string | null;
}

/** What carries a job; throws ExecutorUnreachable where this process cannot reach it. */
export async function executorOf(deps: Deps, { executor, cluster_id: clusterId }: Placed): Promise<Executor> {
  const { local, ofCluster } = configurationOf(deps);
  if (executor === "local") {
    if (local) return local.executor;
    throw new ExecutorUnreachable("No worker runs local jobs now: LOCAL_EXECUTOR is off.");
  }
  if (clusterId === null || !ofCluster) throw new ExecutorUnreachable("This worker reaches no cluster.");
  return ofCluster(clusterId);
}
