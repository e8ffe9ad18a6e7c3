import type { Deps } from "../../kernel/index.ts";
import { ExecutorUnreachable } from "../executors/executor.ts";
import type { UnfinishedRow } from "../store/unfinished.ts";
import { launchAttempt } from "./launch-attempt.ts";

/** Launches attempts beside the looks at jobs: what takes a cluster long must not keep anybody from seeing what else happens. */
export interface LaunchLanes {
  /** Launches it when its turn comes. One that is here already is launched once. */
  readonly add: (row: UnfinishedRow) => void;
  readonly has: (jobId: string) => boolean;
  /** Resolves when nothing is being launched. */
  readonly settled: () => Promise<void>;
}

const lanesMax = 8;

/** `onChanged` is told of jobs that have to be looked at again. What waits when the signal comes is not launched. */
export function openLaunchLanes(
  deps: Deps,
  { signal, onChanged }: { signal: AbortSignal; onChanged: (jobId: string) => void },
): LaunchLanes {
  const waiting = new Map<string, UnfinishedRow>();
  const launching = new Set<string>();
  const lanes = new Set<Promise<void>>();

  async function run(): Promise<void> {
    for (const [jobId, row] of waiting) {
      if (signal.aborted) return;
      waiting.delete(jobId);
      launching.add(jobId);
      const isChanged = await launch(deps, row);
      launching.delete(jobId);
      if (isChanged) onChanged(jobId);
    }
  }

  function openLane(): void {
    const lane: Promise<void> = run().finally(() => lanes.delete(lane));
    lanes.add(lane);
  }

  return {
    add(row) {
      if (signal.aborted || waiting.has(row.id) || launching.has(row.id)) return;
      waiting.set(row.id, row);
      if (lanes.size < lanesMax) openLane();
    },
    has: (jobId) => waiting.has(jobId) || launching.has(jobId),
    settled: async () => void (await Promise.all(lanes)),
  };
}

/** Whether there is something to decide anew. What failed is tried again when all jobs are looked at the next time. */
async function launch(deps: Deps, row: UnfinishedRow): Promise<boolean> {
  try {
    return (await launchAttempt(deps, row)) !== "started";
  } catch (error) {
    if (!(error instanceof ExecutorUnreachable))
      deps.logger.error({ err: error, job: row.id, attempt: row.attempt }, "an attempt could not be launched; trying again");
    return false;
  }
}
