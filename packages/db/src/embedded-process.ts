import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

/** What postmaster.pid says. */
export interface PidFile {
  pid: number;
  port: number;
}

export function readPidFile(clusterDir: string): PidFile | undefined {
  try {
    const lines = readFileSync(path.join(clusterDir, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3] ?? 0) };
  } catch {
    return undefined;
  }
}

/** `zombie`: dead but not reaped; `stranger`: another program has the number by now. */
export function postmasterState(pid: number): "alive" | "zombie" | "stranger" | "gone" {
  const described = process.platform === "linux" ? fromProc(pid) : fromPs(pid);
  if (!described) return "gone";
  if (described.state.startsWith("Z")) return "zombie";
  return described.command.includes("postgres") ? "alive" : "stranger";
}

interface Described {
  command: string;
  state: string;
}

function fromProc(pid: number): Described | undefined {
  try {
    const match = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return { command: match?.[1] ?? "", state: match?.[2] ?? "" };
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): Described | undefined {
  try {
    const line = execFileSync("ps", ["-o", "state=", "-o", "comm=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    const [state = "", ...command] = line.split(/\s+/);
    return { command: command.join(" "), state };
  } catch {
    return undefined;
  }
}
