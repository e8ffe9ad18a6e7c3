import { type ChildProcess, execFile } from "node:child_process";
import path from "node:path";

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Begun {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

function begin(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Begun {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = execFile(program, args, { env }, (error, stdout, stderr) => {
    const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
    resolve({ code, stdout, stderr });
  });
  return { child, ended: promise };
}

/** Runs a program to its end. */
export const run = (program: string, args: readonly string[]): Promise<Ended> => begin(program, args, process.env).ended;

const cli = path.resolve(import.meta.dirname, "../../apps/cli/src/main.ts");

/** Starts the command line, against one server. */
export const beginPlumb = ({ url, token }: { url: string; token: string }, ...args: string[]): Begun =>
  begin(process.execPath, [cli, ...args], { PLUMBLINE_URL: url, PLUMBLINE_TOKEN: token });

/** Runs it to its end. */
export const plumb = (server: { url: string; token: string }, ...args: string[]): Promise<Ended> => beginPlumb(server, ...args).ended;
