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
  /** Of those heard of, and of all, so many are looked at in one go. */
  readonly batchMax: number;
  readonly signal: AbortSignal;
}

interface Looking {
  readonly look: (jobIds: readonly string[]) => Promise<void>;
  readonly listAll: () => Promise<readonly string[]>;
}

/**
 * One look after the other: at jobs that were heard of, and, when that is due, at all of them bit by bit, so that what is heard of
 * meanwhile need not wait for the last of them. A thousand hints of one job are one.
 */
export function createPump({ look, listAll }: Looking, { resyncMs, batchMax, signal }: PumpOptions): Pump {
  const heard = new Set<string>();
  let left: readonly string[] = [];
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

  function takeBatch(): readonly string[] {
    const first = [...heard].slice(0, batchMax);
    for (const jobId of first) heard.delete(jobId);
    const batch = new Set([...first, ...left.slice(0, batchMax)]);
    left = left.slice(batchMax);
    return [...batch];
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
        if (isDue || batch.length > 0) await look(batch);
        else await rest();
      }
    },
  };
}
