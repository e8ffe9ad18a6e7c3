import { spawn } from "node:child_process";
import { TestClusterError } from "../test-cluster-error.ts";

interface Surroundings {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end and returns what it printed; what it says on standard error is shown as it comes. */
export function run(program: string, args: readonly string[], { cwd, env }: Surroundings = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    child.once("error", (error) => reject(new TestClusterError(`${program} does not start: ${error.message}`)));
    child.once("close", (status, signal) => {
      if (status === 0) resolve(printed);
      else reject(new TestClusterError(`${[program, ...args.slice(0, 3)].join(" ")}… ended with ${signal ?? `status ${status}`}`));
    });
  });
}
