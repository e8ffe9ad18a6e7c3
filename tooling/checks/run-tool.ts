import { spawn } from "node:child_process";
import path from "node:path";

/** Runs a tool from node_modules/.bin, of the folder or of the root; its output, when it fails, is the problem. */
export function runTool(name: string, args: readonly string[], { cwd }: { readonly cwd: string }): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: `${path.join(cwd, "node_modules/.bin")}${path.delimiter}${process.env.PATH}` };
    const child = spawn(name, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0 ? [] : [Buffer.concat(output).toString().trim() || `${name} ended with ${code}`]));
  });
}
