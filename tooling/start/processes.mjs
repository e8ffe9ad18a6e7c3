import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** The command line of a living process; empty for one that is gone or only waits to be reaped. */
function commandOf(pid) {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}

/** Whether `pid` lives and its command line holds `mark`: a number alone may belong to another program by now. */
export function isRunning({ pid, mark }) {
  return commandOf(pid).includes(mark);
}

/** Signals a process that leads a group, and all of the group. */
export function killGroup(pid, signal = "SIGKILL") {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}

/** Waits for the children of a supervisor that was killed; they close by themselves, and are ended when they do not. */
export async function endLeftovers(processes, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  let left = processes.filter(isRunning);
  while (left.length > 0) {
    if (Date.now() > deadline) for (const { pid } of left) killGroup(pid);
    await delay(50);
    left = left.filter(isRunning);
  }
}
