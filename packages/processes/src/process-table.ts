import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { statFields } from "./process-identity.ts";

export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Ended, and only waits for its parent to notice. */
  readonly isZombie: boolean;
  readonly cpuMs: number;
  /** Shared pages count in each process that has them. */
  readonly residentBytes: number;
  /** Tells it from a later process of the same number. */
  readonly key: string;
}

// What the kernel counts processor time in for programs, on every architecture of Linux.
const tickMs = 10;
let pageBytes: number | undefined;

/** The size that the kernel says the pages of this process have. */
function readPageBytes(): number {
  pageBytes ??= Number(/^KernelPageSize:\s+(\d+) kB/m.exec(readFileSync("/proc/self/smaps", "utf8"))?.[1] ?? 4) * 1024;
  return pageBytes;
}

function findRow(pid: number): ProcessRow[] {
  try {
    const fields = statFields(readFileSync(`/proc/${pid}/stat`, "utf8"));
    const number = (index: number): number => Number(fields[index]);
    return [
      {
        pid,
        parent: number(1),
        group: number(2),
        session: number(3),
        isZombie: fields[0] === "Z" || fields[0] === "X",
        cpuMs: (number(11) + number(12)) * tickMs,
        residentBytes: number(21) * readPageBytes(),
        key: `${pid}@${fields[19]}`,
      },
    ];
  } catch {
    // It ended between the listing and the reading.
    return [];
  }
}

/** `[[days-]hours:]minutes:seconds[.hundredths]` */
function parseCpuTime(text: string): number {
  const [days, clock = ""] = text.includes("-") ? text.split("-") : ["0", text];
  const seconds = clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1000;
}

function parseLine(line: string): ProcessRow[] {
  const [pid, parent, group, state = "", kilobytes, time = "", ...began] = line.trim().split(/\s+/);
  if (pid === undefined || pid === "") return [];
  return [
    {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: Number(group),
      isZombie: state.startsWith("Z"),
      cpuMs: parseCpuTime(time),
      residentBytes: Number(kilobytes) * 1024,
      key: `${pid}@${began.join(" ")}`,
    },
  ];
}

/** Every process of the machine, as far as it can be seen. */
export function readProcessTable(): ProcessRow[] {
  if (process.platform !== "linux") {
    const columns = "pid=,ppid=,pgid=,stat=,rss=,time=,lstart=";
    return execFileSync("ps", ["-axo", columns], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
      .split("\n")
      .flatMap(parseLine);
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => findRow(Number(name)));
}

/** Whether a process was started with `variable` in its environment; only Linux tells. */
export function hasVariable(pid: number, variable: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`.includes(`\0${variable}\0`);
  } catch {
    return false;
  }
}
