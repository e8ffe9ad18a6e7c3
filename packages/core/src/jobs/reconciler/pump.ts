export interface Pump {
  /** This job may have changed: look at it soon. */
  readonly hint: (jobId: string) => void;
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

  return {
    hint(jobId) {
      heard.add(jobId);
      wake?.();
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
