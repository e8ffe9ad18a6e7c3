import type { AttemptRecord } from "./attempt-records.ts";

/** The lowest GPUs that no other attempt has. Fewer than asked for where admission and the machine disagree. */
export function freeDevices(wanted: number, machine: { readonly count: number; readonly others: readonly AttemptRecord[] }): number[] {
  const taken = new Set(machine.others.flatMap(({ devices }) => devices));
  return Array.from({ length: machine.count }, (_, index) => index)
    .filter((index) => !taken.has(index))
    .slice(0, wanted);
}
