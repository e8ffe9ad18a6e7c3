import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

interface Kept {
  readonly kubeconfig: string;
  readonly stop: (end: { isFailed: boolean }) => Promise<void>;
}

const checkout = path.resolve(import.meta.dirname, "../..");
const gpus = 4;

/** A cluster with everything that this user may have; its keeper stops it also when this process dies. */
export async function startKept(): Promise<Kept> {
  const dir = mkdtempSync(path.join(tmpdir(), "plumbline-kubernetes-"));
  const node = process.getuid?.() === 0 ? ["--node", String(gpus)] : [];
  const args = ["deploy/kubernetes/main.ts", "run", dir, "--kwok", "--kueue", ...node];
  // In a group of its own: whoever ends the group of the suite must leave the keeper its time.
  const keeper = spawn(process.execPath, args, { cwd: checkout, detached: true, stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<number>((resolve) => {
    keeper.once("error", () => resolve(1));
    keeper.once("close", (status) => resolve(status ?? 1));
  });
  const started = await Promise.race([firstLine(keeper.stdout), ended]);
  if (typeof started === "number") throw new Error("the cluster did not start");
  console.log(`kubernetes: ${started}`);
  return {
    kubeconfig: (JSON.parse(started) as { kubeconfig: string }).kubeconfig,
    async stop({ isFailed }) {
      keeper.stdin.end();
      await ended;
      if (isFailed) console.log(`kubernetes: the logs of the cluster are in ${path.join(dir, "logs")}`);
      else rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function firstLine(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) return line;
  // Its end says more.
  return new Promise(() => undefined);
}
