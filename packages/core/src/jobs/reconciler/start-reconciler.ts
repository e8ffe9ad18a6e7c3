import type { Deps } from "../../kernel/index.ts";
import { ensureLocalPools } from "../../quotas/index.ts";
import { configurationOf } from "../configuration.ts";
import { attemptOfName } from "../executors/executor.ts";
import { createPump, type Pump } from "./pump.ts";
import { reconcile } from "./reconcile.ts";
import { type OrphanLog, sweepOrphans } from "./sweep-orphans.ts";

/** So often all unfinished jobs are looked at, whatever was heard of them. */
const resyncMs = 10_000;
/** So often a process that does not lead asks whether it may. */
const candidateMs = 3000;
/** So often it is looked for what no job wants. */
const sweepMs = 60_000;
const lockName = "plumbline jobs reconciler";

/** Takes part in the election of the one reconciler of the installation, and reconciles while it leads. */
export async function startReconciler(deps: Deps): Promise<{ close: () => Promise<void> }> {
  const { local } = configurationOf(deps);
  // Jobs can be submitted from now on, whoever leads.
  if (local) await ensureLocalPools(deps, local.machine);
  const closing = new AbortController();
  const done = campaign(deps, closing.signal);
  return {
    async close() {
      closing.abort();
      await done;
    },
  };
}

async function campaign(deps: Deps, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    try {
      const lock = await deps.db.takeLock(lockName);
      if (lock) {
        deps.logger.info("this worker leads the jobs");
        await lead(deps, AbortSignal.any([closing, lock.lost]));
        await lock.release().catch(() => undefined);
      }
    } catch (error) {
      deps.logger.warn({ err: error }, "the lead of the jobs could not be asked for; trying again");
    }
    await pause(candidateMs, closing);
  }
}

/** Reconciles until the signal: at once what it hears of, and everything now and then. */
async function lead(deps: Deps, signal: AbortSignal): Promise<void> {
  await ensureLocalPools(deps, configurationOf(deps).local?.machine ?? null);
  const pump: Pump = createPump((jobIds) => reconcile(deps, { jobIds, signal, onDue }), { resyncMs, signal });
  const onDue = (jobId: string, at: Date) => pump.hintIn(jobId, Math.max(0, at.getTime() - deps.now().getTime()));
  const stopListening = await deps.db.listen("plumbline_job", (payload) => pump.hint(payload.slice(payload.indexOf("/") + 1)));
  watchExecutors(deps, pump, signal);
  const stopSweeping = sweepNowAndThen(deps);
  try {
    await pump.run();
  } finally {
    stopSweeping();
    await stopListening();
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

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
  });
}
