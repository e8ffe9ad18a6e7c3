/** How many a second there were in the last minute. */
interface Rate {
  readonly add: (number: number) => void;
  readonly perSecond: () => number | null;
  readonly reset: () => void;
}

const windowMs = 60_000;
/** Before that it says nothing: a first step tells little. */
const leastMs = 3000;

export function openRate(now: () => number = Date.now): Rate {
  let began = now();
  let steps: { at: number; number: number }[] = [];
  return {
    add(number) {
      const at = now();
      const last = steps.at(-1);
      if (last && at - last.at < 1000) steps[steps.length - 1] = { at: last.at, number: last.number + number };
      else steps.push({ at, number });
      steps = steps.filter((step) => at - step.at <= windowMs);
    },
    perSecond() {
      const at = now();
      const since = Math.min(windowMs, at - began);
      if (since < leastMs) return null;
      const number = steps.filter((step) => at - step.at <= windowMs).reduce((sum, step) => sum + step.number, 0);
      return number / (since / 1000);
    },
    reset() {
      began = now();
      steps = [];
    },
  };
}
