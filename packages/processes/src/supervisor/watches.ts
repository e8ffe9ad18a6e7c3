import type { StopRecord } from "../program-records.ts";
import { findRecordNow } from "../record-file.ts";
import { createSampler, sampleEveryMs, watchDisk, watchMemory } from "./watch-resources.ts";
import { createStatusWatch } from "./watch-status.ts";
import type { Watched } from "./watched.ts";

/** What fails once, such as writing to a full disk, may work the next time: the program is not lost for it. */
function guarded(look: () => void | Promise<void>): () => Promise<void> {
  let complaints = 0;
  return async () => {
    try {
      await look();
    } catch (error) {
      complaints += 1;
      if (complaints <= mostComplaints) process.stderr.write(`${new Date().toISOString()} ${(error as Error).stack}\n`);
    }
  };
}

const mostComplaints = 20;

const flushMs = 200;
const lookMs = 1000;

/** Looks after a running program from time to time; answers what ends the looking, with one last look. */
export function startWatches(watched: Watched): () => void {
  const lookAtStatus = createStatusWatch(watched);
  const disk = watchDisk(watched);
  const takeSample = createSampler(watched, disk.lastBytes);
  const timers = [
    setInterval(() => watched.log.flush(), flushMs),
    setInterval(
      guarded(() => {
        obeyStop(watched);
      }),
      lookMs,
    ),
    setInterval(
      guarded(() => watchMemory(watched)),
      lookMs,
    ),
    setInterval(guarded(lookAtStatus), lookMs),
    // Of a short program too something is known.
    setTimeout(guarded(takeSample), lookMs),
    setInterval(guarded(takeSample), sampleEveryMs),
    ...watchTime(watched),
  ];
  obeySignals(watched);
  return () => {
    for (const timer of timers) clearInterval(timer);
    disk.stop();
    // Nobody is in the middle of writing any more: what is there twice is there.
    void guarded(lookAtStatus)();
    void guarded(lookAtStatus)();
  };
}

const endSignals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/** Whoever asks before there is a program has left the wish in a file, which is looked at once there is one. */
export function deferSignals(): void {
  for (const signal of endSignals) process.on(signal, () => undefined);
}

function obeySignals(watched: Watched): void {
  for (const signal of endSignals) {
    process.on(signal, () => {
      if (!obeyStop(watched)) watched.ending.begin("stopped", watched.order.graceMs);
    });
  }
}

function obeyStop({ files, ending }: Watched): boolean {
  const wish = findRecordNow<StopRecord>(files.stop);
  if (wish) ending.begin("stopped", Math.max(0, wish.killAt - Date.now()));
  return wish !== undefined;
}

function watchTime({ order, log, ending }: Watched): NodeJS.Timeout[] {
  const { limits, graceMs } = order;
  const until = performance.now() + limits.timeMs;
  // A single timer cannot wait for longer than 24 days.
  const look = setInterval(
    () => {
      if (performance.now() < until) return;
      clearInterval(look);
      if (ending.cause() === undefined) log.say(`the time limit of ${(limits.timeMs / 1000).toLocaleString("en")} s is over`);
      ending.begin("time-limit", graceMs);
    },
    Math.min(limits.timeMs, lookMs),
  );
  return [look];
}
