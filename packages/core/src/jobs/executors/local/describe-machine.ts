import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import type { Machine } from "../../../quotas/index.ts";

const askTimeoutMs = 10_000;

/** What this machine has for jobs. GPUs are those that NVIDIA's own program lists; none where it is not there. */
export async function describeMachine(): Promise<Machine> {
  return { cores: availableParallelism(), gpus: await countGpus() };
}

async function countGpus(): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)("nvidia-smi", ["--query-gpu=index", "--format=csv,noheader"], { timeout: askTimeoutMs });
    return stdout.split("\n").filter((line) => /^\d+$/.test(line.trim())).length;
  } catch {
    return 0;
  }
}
