import { type Deps, standForElection } from "../../kernel/index.ts";
import { ensureLocalPools } from "../../quotas/index.ts";
import { configurationOf } from "../configuration.ts";
import { attemptOfName } from "../executors/executor.ts";
import { openLaunchLanes } from "./launch-lanes.ts";
import { type Batch, createPump, type Pump } from "./pump.ts";
import { listUnfinished, reconcile } from "./reconcile.ts";
import { type OrphanLog, sweepOrphans } from "./sweep-orphans.ts";

/** So often all unfinished jobs are looked at, whatever was heard of them. */
const resyncMs = 10_000;
/** So many are looked at before it is looked which others were heard of. */
const batchMax = 50;
/** So often it is looked for what no job wants. */
const sweepMs = 60_000;

/** Takes part in the election of the one reconciler of the installation, and reconciles while it leads. */
export async function startReconciler(deps: Deps): Promise<{ close: () => Promise<void> }> {
  const { local } = configurationOf(deps);
  // Jobs can be submitted from now on, whoever leads.
  if (local) await ensureLocalPools(deps, local.machine);
  return standForElection(deps, { lockName: "plumbline jobs reconciler", what: "the jobs", lead: (signal) => lead(deps, signal) });
}

/** Reconciles until the signal: at once what it hears of, and everything now and then. */
async function lead(deps: Deps, signal: AbortSignal): Promise<void> {
  await ensureLocalPools(deps, configurationOf(deps).local?.machine ?? null);
  const launches = openLaunchLanes(deps, { signal, onChanged: (jobId) => pump.hint(jobId) });
  const look = async ({ jobIds, isLast }: Batch): Promise<void> => {
    const began = performance.now();
    await reconcile(deps, { jobIds, launches, isPart: !isLast, signal, onDue });
    deps.logger.debug({ jobs: jobIds.length, ms: Math.round(performance.now() - began) }, "looked at jobs");
  };
  const pump: Pump = createPump({ look, listAll: () => listUnfinished(deps) }, { resyncMs, batchMax, signal });
  const onDue = (jobId: string, at: Date) => pump.hintIn(jobId, Math.max(0, at.getTime() - deps.now().getTime()));
  const stopListening = await deps.db.listen("plumbline_job", (payload) => pump.hint(payload.slice(payload.indexOf("/") + 1)));
  watchExecutors(deps, pump, signal);
  const stopSweeping = sweepNowAndThen(deps);
  try {
    await pump.run();
  } finally {
    stopSweeping();
    await stopListening();
    await launches.settled();
  }
}

function sweepNowAndThen(deps: Deps): () => void {
  const seen: OrphanLog = new Map();
  const timer = setInterval(() => {
    sweepOrphans(deps, seen).catch((error: unknown) => deps.logger.warn({ err: error }, "what no job wants could not be looked for"));
  }, sweepMs);
  return () => clearInterval(timer);
}

function watchExecutors(deps: Deps, pump: Pump, signal: AbortSignal): void {
  const { local, watchClusters } = configurationOf(deps);
  const hint = (name: string): void => {
    const of = attemptOfName(name);
    if (of) pump.hint(of.jobId);
  };
  local?.executor.watch?.(hint, signal);
  watchClusters?.(hint, signal);
}
