import type { Holder, Pending } from "@plumbline/contracts/quotas/pending";

export interface HolderBar {
  holder: Holder;
  /** Where the certain part ends, and where the part nobody is sure of; undefined where nothing is known. */
  sure: number | undefined;
  unsure: number | undefined;
}

export interface HoldersChart {
  from: number;
  to: number;
  bars: readonly HolderBar[];
  start: { from: number; middle: number; to: number } | undefined;
}

const leastSpanMs = 30 * 60_000;
/** Kept free behind the last bar for its words. */
const room = 0.3;

/** Who holds what the job waits for, by when they are expected to be done, on one axis of time from now on. */
export function holdersChart({ holders, forecast }: Pick<Pending, "holders" | "forecast">, now: number): HoldersChart {
  const bars = holders.map((holder): HolderBar => {
    const { expectedEnd } = holder;
    if (expectedEnd === null) return { holder, sure: undefined, unsure: undefined };
    const sure = Math.max(now, Date.parse(expectedEnd.from));
    return { holder, sure, unsure: Math.max(sure, Date.parse(expectedEnd.to)) };
  });
  const start = forecast && {
    from: Math.max(now, Date.parse(forecast.from)),
    middle: Math.max(now, Date.parse(forecast.middle)),
    to: Math.max(now, Date.parse(forecast.to)),
  };
  const last = Math.max(now + leastSpanMs, start?.to ?? now, ...bars.map(({ unsure }) => unsure ?? now));
  const ordered = [...bars].sort((a, b) => (a.unsure ?? Number.POSITIVE_INFINITY) - (b.unsure ?? Number.POSITIVE_INFINITY));
  return { from: now, to: now + (last - now) / (1 - room), bars: ordered, start: start ?? undefined };
}

/** Who a bar stands for: a job by its name where the reader may know it, else how many of a workspace. */
export function holderName({ job, jobs, borrowed }: Holder): string {
  if (job) return job.title;
  const count = jobs === 1 ? "1 job" : `${jobs} jobs`;
  return borrowed > 0 ? `${count}, borrowed` : count;
}
