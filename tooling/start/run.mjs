import { spawn } from "node:child_process";
import { root, StartError } from "./checkout.mjs";

/** Runs a program to its end. Its standard output is returned where `capture` is set, else goes to `stdout`; `input` goes to its standard input. */
export function run(program, args, { env, capture = false, stdout = "inherit", input, signal } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = [input === undefined ? "ignore" : "pipe", capture ? "pipe" : stdout, "inherit"];
    // A group of its own: a terminal's Ctrl-C must reach the supervisor alone.
    const child = spawn(program, args, { cwd: root, env, stdio, detached: true });
    const abort = () => process.kill(-child.pid, "SIGTERM");
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
    child.once("error", (error) => reject(new StartError(`${program} cannot be run: ${error.message}`)));
    child.once("close", (code, endedBy) => {
      signal?.removeEventListener("abort", abort);
      if (code === 0) resolve(output);
      else reject(Object.assign(new StartError(`${[program, ...args].join(" ")} ended with ${endedBy ?? `status ${code}`}`), { output }));
    });
  });
}

/** The last line of `output` as JSON; undefined where it is none. */
export function lastJsonLine(output) {
  try {
    return JSON.parse(output.trim().split("\n").at(-1));
  } catch {
    return;
  }
}
