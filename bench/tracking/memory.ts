import { readFileSync } from "node:fs";

/** The most that a process has had in memory since it began, shared pages included. */
export interface PeakMemory {
  name: string;
  mib: number;
}

/** Who it is, by what is in its command line. PostgreSQL's processes share most of their memory and are left out. */
const NAMES: readonly (readonly [part: string, name: string])[] = [
  ["apps/api/", "api"],
  ["apps/worker/", "worker"],
  ["apps/web/", "portal"],
  ["tooling/start", "supervisor"],
  ["mlflow", "mlflow"],
  ["python", "mlflow"],
];

/** Peaks of a process and of all that it began, as Linux counts them (`VmHWM`); elsewhere none. */
export function peakMemory(pid: number | undefined): PeakMemory[] {
  if (pid === undefined || process.platform !== "linux") return [];
  return family(pid).flatMap(peakOf);
}

function family(pid: number): number[] {
  const children = readIfThere(`/proc/${pid}/task/${pid}/children`).trim();
  return [pid, ...(children === "" ? [] : children.split(" ").map(Number).flatMap(family))];
}

function peakOf(pid: number): PeakMemory[] {
  const command = readIfThere(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readIfThere(`/proc/${pid}/status`))?.[1];
  const name = NAMES.find(([part]) => command.includes(part))?.[1];
  return name === undefined || kilobytes === undefined ? [] : [{ name, mib: Math.round(Number(kilobytes) / 1024) }];
}

/** A process may end between the listing and the reading. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
