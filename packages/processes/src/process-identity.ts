import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process, not to be mistaken for a later one of the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in the system's own words: clock ticks since boot and the boot's id on Linux, a date elsewhere. */
  readonly began: string;
}

/** The fields of /proc/PID/stat behind the command, which may itself hold spaces and brackets: state, parent, group, session and so on. */
export function statFields(text: string): string[] {
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

let bootId: string | undefined;

function readBootId(): string {
  bootId ??= readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return bootId;
}

function beganOnLinux(pid: number): string | undefined {
  const fields = statFields(readFileSync(`/proc/${pid}/stat`, "utf8"));
  const [state] = fields;
  return state === "Z" || state === "X" ? undefined : `${fields[19]}@${readBootId()}`;
}

function beganElsewhere(pid: number): string | undefined {
  const text = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
  return text === "" || text.startsWith("Z") ? undefined : text.replace(/^\S+\s+/, "");
}

/** Undefined for a process that is gone, or that only waits for its parent to notice. */
export function findIdentity(pid: number): ProcessIdentity | undefined {
  try {
    const began = process.platform === "linux" ? beganOnLinux(pid) : beganElsewhere(pid);
    return began === undefined ? undefined : { pid, began };
  } catch {
    return undefined;
  }
}

export const isAlive = ({ pid, began }: ProcessIdentity): boolean => findIdentity(pid)?.began === began;
