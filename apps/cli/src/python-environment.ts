import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CommandError, type Context } from "./command.ts";

/** Runs a program to its end, its output shown to people. */
export function runProgram(program: string, args: string[], env: Context["env"]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ["ignore", 2, 2] });
    child.once("error", (error) => reject(new CommandError(`${program} cannot be run: ${error.message}`)));
    child.once("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new CommandError(`${path.basename(program)} ${args.join(" ")} ended with ${signal ?? `status ${code}`}`));
    });
  });
}

/** The Python of a virtual environment with exactly the packages of `requirements`, made when it is first asked for. */
export async function pythonWith(requirements: string, home: string, context: Context): Promise<string> {
  const python = path.join(home, "bin", "python");
  const stamp = path.join(home, "requirements.sha256");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return python;
  context.say("making a Python environment; this takes a few minutes, once");
  rmSync(home, { recursive: true, force: true });
  await runProgram(context.env.PYTHON ?? "python3", ["-m", "venv", home], context.env).catch((error: unknown) => {
    throw new CommandError("Python 3.11 or newer with its venv module is needed (on Debian: apt-get install python3-venv)", {
      cause: error,
    });
  });
  await runProgram(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements], context.env);
  writeFileSync(stamp, wanted);
  return python;
}
