/** A sleep that ends early when something happens. */
export interface Wake {
  readonly ring: () => void;
  /** Resolves after the time, at the next ring, or at the signal; at once where somebody rang since the last sleep. */
  readonly sleep: (ms: number) => Promise<void>;
}

export function createWake(signal: AbortSignal): Wake {
  let isRung = false;
  let end: () => void = () => undefined;
  return {
    ring() {
      isRung = true;
      end();
    },
    async sleep(ms) {
      if (!isRung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener("abort", end, { once: true });
        });
        signal.removeEventListener("abort", end);
      }
      isRung = false;
    },
  };
}
