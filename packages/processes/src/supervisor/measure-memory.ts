import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import type { ProcessRow } from "../process-table.ts";

/** Resident pages of a process, each divided by the number of processes that share it; Linux alone tells. */
function findProportionalBytes(pid: number): number | undefined {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

/** At least what the processes have in memory together: what they share counts in each of them. */
const residentBytes = (rows: readonly ProcessRow[]): number => rows.reduce((sum, row) => sum + row.residentBytes, 0);

/** What the processes have in memory together. */
export function measureMemory(rows: readonly ProcessRow[]): number {
  if (rows.length < 2) return residentBytes(rows);
  return rows.reduce((sum, row) => sum + (findProportionalBytes(row.pid) ?? row.residentBytes), 0);
}

/** The exact measure walks the page tables, so it is asked for only where the simple one leaves a doubt. */
export const isOverMemory = (rows: readonly ProcessRow[], limitBytes: number): boolean =>
  residentBytes(rows) > limitBytes && measureMemory(rows) > limitBytes;

export const machineMemoryBytes = (): number => totalmem();

/** How often the kernel has ended a process for want of memory since the machine started; 0 where it does not tell. */
export function countMemoryKills(): number {
  try {
    return Number(/^oom_kill (\d+)/m.exec(readFileSync("/proc/vmstat", "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
