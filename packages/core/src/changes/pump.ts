import type { Logger } from "pino";

const settleMs = 25;

interface PumpOptions {
  readonly lookEveryMs: number;
  readonly logger: Logger;
}

/**
 * Calls `step` every `lookEveryMs`, at once when told to look, and again after 25 ms while it says that more is to come.
 * Steps never overlap; one that fails is tried again.
 */
export function createPump(step: () => Promise<boolean>, options: PumpOptions): { look: () => void; close: () => void } {
  const { lookEveryMs, logger } = options;
  let isLooking = false;
  let mustLookAgain = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  const run = async (): Promise<void> => {
    isLooking = true;
    mustLookAgain = false;
    clearTimeout(timer);
    const isBehind = await step().catch((error: unknown) => {
      logger.warn({ err: error }, "the change feed could not be read; trying again");
      return false;
    });
    isLooking = false;
    if (!isClosed) timer = setTimeout(look, isBehind || mustLookAgain ? settleMs : lookEveryMs);
  };
  const look = (): void => {
    if (isClosed) return;
    if (isLooking) mustLookAgain = true;
    else void run();
  };
  timer = setTimeout(look, lookEveryMs);

  return {
    look,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
