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
  readonly signal: AbortSignal;
}

type Look = (jobIds: readonly string[] | "all") => Promise<void>;

/**
 * One look after the other: at the jobs that were heard of since the last one, or at all of them when that is due. What is
 * heard of during a look waits for the next; a thousand hints of one job are one.
 */
export function createPump(look: Look, { resyncMs, signal }: PumpOptions): Pump {
  let heard = new Set<string>();
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
        const isDue = performance.now() >= nextResync;
        const jobIds = [...heard];
        heard = new Set();
        if (isDue) {
          nextResync = performance.now() + resyncMs;
          await look("all");
        } else if (jobIds.length > 0) await look(jobIds);
        if (heard.size === 0 && !signal.aborted) await rest();
      }
    },
  };
}
