export interface Pump {
  /** This job may have changed: look at it soon. */
  readonly hint: (jobId: string) => void;
  /** Look at it when so many milliseconds have passed, unless all are looked at before. */
  readonly hintIn: (jobId: string, delayMs: number) => void;
  /** Works until the signal; resolves when the last look is over. */
  readonly run: () => Promise<void>;
}

interface PumpOptions {
  readonly resyncMs: number;
  /** So many are looked at in one go. */
  readonly batchMax: number;
  readonly signal: AbortSignal;
}

/** Jobs that are looked at in one go. */
export interface Batch {
  readonly jobIds: readonly string[];
  /** Whether what is free is given away after it: not while others of all are still to be looked at. */
  readonly isLast: boolean;
}

interface Looking {
  readonly look: (batch: Batch) => Promise<void>;
  readonly listAll: () => Promise<readonly string[]>;
}

/**
 * One look after the other: at jobs that were heard of, and, when that is due, at all of them bit by bit. What is heard of meanwhile
 * comes between, so that it waits for none of the rest. A thousand hints of one job are one.
 */
export function createPump({ look, listAll }: Looking, { resyncMs, batchMax, signal }: PumpOptions): Pump {
  const heard = new Set<string>();
  let left: readonly string[] = [];
  let wasHeardOf = false;
  let wake: (() => void) | undefined;
  let nextResync = 0;
  const due = new Map<string, NodeJS.Timeout>();
  signal.addEventListener("abort", () => due.forEach(clearTimeout), { once: true });

  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(end, Math.max(0, nextResync - performance.now()));
      signal.addEventListener("abort", end, { once: true });
      wake = end;
      function end(): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        wake = undefined;
        resolve();
      }
    });

  /** In turns, so that neither keeps the other from being looked at. */
  function takeBatch(): Batch {
    wasHeardOf = heard.size > 0 && (left.length === 0 || !wasHeardOf);
    const jobIds = wasHeardOf ? [...heard].slice(0, batchMax) : left.slice(0, batchMax);
    if (wasHeardOf) for (const jobId of jobIds) heard.delete(jobId);
    else left = left.slice(batchMax);
    return { jobIds, isLast: wasHeardOf || left.length === 0 };
  }

  const hint = (jobId: string): void => {
    heard.add(jobId);
    wake?.();
  };

  return {
    hint,
    hintIn(jobId, delayMs) {
      clearTimeout(due.get(jobId));
      due.delete(jobId);
      if (delayMs > resyncMs || signal.aborted) return;
      const timer = setTimeout(() => {
        due.delete(jobId);
        hint(jobId);
      }, delayMs);
      due.set(jobId, timer);
    },
    async run() {
      while (!signal.aborted) {
        const isDue = left.length === 0 && performance.now() >= nextResync;
        if (isDue) {
          nextResync = performance.now() + resyncMs;
          left = await listAll();
        }
        const batch = takeBatch();
        if (isDue || batch.jobIds.length > 0) await look(batch);
        else await rest();
      }
    },
  };
}
