import type { ProgramFiles } from "../program-files.ts";
import type { StopRecord } from "../program-records.ts";
import type { ProgramTree } from "../program-tree.ts";
import { findRecordNow } from "../record-file.ts";
import type { Ending } from "./ending.ts";
import type { ProgramLog } from "./program-log.ts";
import type { Order } from "./read-order.ts";

export interface Watched {
  readonly files: ProgramFiles;
  readonly order: Order;
  readonly log: ProgramLog;
  readonly tree: ProgramTree;
  readonly ending: Ending;
}

const flushMs = 200;
const lookMs = 1000;

/** Looks after a running program from time to time; answers what ends the looking. */
export function startWatches(watched: Watched): () => void {
  const timers = [setInterval(() => watched.log.flush(), flushMs), setInterval(() => obeyStop(watched), lookMs), ...watchTime(watched)];
  const onSignal = (): void => {
    if (!obeyStop(watched)) watched.ending.begin("stopped", watched.order.graceMs);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, onSignal);
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

function obeyStop({ files, ending }: Watched): boolean {
  const wish = findRecordNow<StopRecord>(files.stop);
  if (wish) ending.begin("stopped", wish.graceMs);
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
      log.say(`the time limit of ${(limits.timeMs / 1000).toLocaleString("en")} s is over`);
      ending.begin("time-limit", graceMs);
    },
    Math.min(limits.timeMs, lookMs),
  );
  return [look];
}
