import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { root, StartError } from "./checkout.mjs";
import { lastLines } from "./log-file.mjs";
import { killGroup } from "./processes.mjs";

function watchOutput(child) {
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  return () => output;
}

/**
 * Runs a program to its end. Its standard output is returned where `capture` is set, else goes to `stdout`; its standard
 * error goes to `stderr`; `input` goes to its standard input. An abort of `signal` ends it with all that it has started.
 */
export function run(program, args, { env, capture = false, stdout = "inherit", stderr = "inherit", input, signal } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = [input === undefined ? "ignore" : "pipe", capture ? "pipe" : stdout, stderr];
    // A group of its own: a terminal's Ctrl-C must reach the supervisor alone.
    const child = spawn(program, args, { cwd: root, env, stdio, detached: true });
    const abort = () => killGroup(child.pid, "SIGTERM");
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    const output = watchOutput(child);
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
    child.once("error", (error) => reject(new StartError(`${program} cannot be run: ${error.message}`)));
    child.once("close", (code, endedBy) => {
      signal?.removeEventListener("abort", abort);
      if (code === 0) resolve(output());
      else reject(new ProgramError(`${[program, ...args].join(" ")} ended with ${endedBy ?? `status ${code}`}`, output()));
    });
  });
}

/** A program ended with an error; `output` is what was captured of it. */
class ProgramError extends StartError {
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

/** The same with what it prints kept in `log`, of which the errors or the end are shown when the program fails. */
export async function runLogged(program, args, { log, ...options }) {
  const descriptor = openSync(log, "w");
  try {
    return await run(program, args, { ...options, stdout: descriptor, stderr: descriptor });
  } catch (error) {
    const lines = lastLines(log, { begin: 0, count: 1000 });
    const telling = lines.filter((line) => /error|failed/i.test(line)).slice(0, 20);
    throw new StartError(`${error.message}; its log is ${log}\n${(telling.length > 0 ? telling : lines.slice(-20)).join("\n")}`, {
      cause: error,
    });
  } finally {
    closeSync(descriptor);
  }
}

/** The last line of `output` as JSON; undefined where it is none. */
export function lastJsonLine(output) {
  try {
    return JSON.parse(output.trim().split("\n").at(-1));
  } catch {
    return;
  }
}
