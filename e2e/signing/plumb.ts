import { execFile } from "node:child_process";
import path from "node:path";

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, args, { env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}

const cli = path.resolve(import.meta.dirname, "../../apps/cli/src/main.ts");

/** The command line, against one server. */
export const plumb = ({ url, token }: { url: string; token: string }, ...args: string[]): Promise<Ended> =>
  run(process.execPath, [cli, ...args], { PLUMBLINE_URL: url, PLUMBLINE_TOKEN: token });
