import type { RunNumbers } from "./early-points.ts";
import type { HeldRuns } from "./hold-runs.ts";

/** Runs of one workspace that are remembered; beyond, all are looked up once more. */
const rememberedMax = 10_000;

/** Numbers of the runs that this process has written to lately. */
export function createKnownRuns() {
  const workspaces = new Map<number, Map<string, number>>();
  return {
    of: (workspaceId: number): RunNumbers => workspaces.get(workspaceId) ?? new Map(),
    remember(workspaceId: number, held: HeldRuns): void {
      const numbers = workspaces.get(workspaceId) ?? new Map<string, number>();
      if (numbers.size + held.size > rememberedMax) numbers.clear();
      for (const [runId, run] of held) if (run.lifecycle_stage === "active") numbers.set(runId, run.key);
      workspaces.set(workspaceId, numbers);
    },
    forget: (workspaceId: number): void => void workspaces.delete(workspaceId),
  };
}
