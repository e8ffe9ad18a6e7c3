import { setTimeout as delay } from "node:timers/promises";
import type { Deps } from "./context.ts";

/** So often a process that does not lead asks whether it may. */
const candidateMs = 3000;

interface Office {
  /** Unique in the installation. */
  readonly lockName: string;
  /** Said in the log, such as "the jobs". */
  readonly what: string;
  /** Leads until the signal, which also says that the lead was lost. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
}

/** Takes part in the election of the one process of the installation that leads, until closed. A lead that fails is given up and stood for again. */
export function standForElection(deps: Deps, office: Office): { close: () => Promise<void> } {
  const closing = new AbortController();
  const done = campaign(deps, office, closing.signal);
  return {
    async close() {
      closing.abort();
      await done;
    },
  };
}

async function campaign(deps: Deps, { lockName, what, lead }: Office, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    try {
      const lock = await deps.db.takeLock(lockName);
      if (lock) {
        deps.logger.info(`this worker leads ${what}`);
        await lead(AbortSignal.any([closing, lock.lost])).finally(() => lock.release().catch(() => undefined));
      }
    } catch (error) {
      deps.logger.warn({ err: error }, `the lead of ${what} was given up; standing for it again`);
    }
    await pause(candidateMs, closing);
  }
}

/** Waits, no longer than until the signal. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  delay(milliseconds, undefined, { signal }).catch(() => undefined);
