import { execFile } from "node:child_process";

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly input?: string | undefined;
}

/** Runs a program to its end. Nothing of this process's environment reaches it but what is given, and what pip is set to. */
export function runProgram(program: string, args: readonly string[], { env, cwd, input = "" }: Options): Promise<Ended> {
  const ofPip = Object.entries(process.env).filter(([name]) => /^(PIP_|SSL_CERT|https?_proxy|no_proxy)/i.test(name));
  return new Promise((resolve) => {
    const child = execFile(program, args, { env: { ...Object.fromEntries(ofPip), ...env }, cwd }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
