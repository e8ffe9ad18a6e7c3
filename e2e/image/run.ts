import { spawn } from "node:child_process";

interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** For its standard input. */
  readonly input?: NodeJS.ReadableStream | string;
}

/** Runs a program to its end and returns what it printed; fails with the last of what it said. */
export function run(program: string, args: readonly string[], { env = process.env, cwd, input }: Surroundings = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, cwd, stdio: ["pipe", "pipe", "pipe"] });
    let printed = "";
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-8192);
    });
    // It may end before it has read all.
    child.stdin.on("error", () => undefined);
    if (typeof input === "object") input.pipe(child.stdin);
    else child.stdin.end(input ?? "");
    child.once("error", reject);
    child.once("close", (status, signal) => {
      if (status === 0) resolve(printed);
      else
        reject(
          new Error(
            `${[program, ...args.slice(0, 2)].join(" ")} ended with ${signal ?? `status ${status}`}:\n${printed.slice(-8192)}${said}`,
          ),
        );
    });
  });
}
