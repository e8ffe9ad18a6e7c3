import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import type { Deps } from "../kernel/index.ts";
import { ensureLocalPools } from "../quotas/index.ts";
import { configurationOf } from "./configuration.ts";

const askTimeoutMs = 10_000;

/** Makes what this machine has known to the quotas; nothing where it runs no jobs. */
export async function announceMachine(deps: Deps): Promise<void> {
  const { local } = configurationOf(deps);
  await ensureLocalPools(deps, local ? { cores: availableParallelism(), gpus: await countGpus() } : null);
}

/** GPUs as NVIDIA's own program lists them; none where it is not there. */
async function countGpus(): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)("nvidia-smi", ["--query-gpu=index", "--format=csv,noheader"], { timeout: askTimeoutMs });
    return stdout.split("\n").filter((line) => /^\d+$/.test(line.trim())).length;
  } catch {
    return 0;
  }
}
