import { type Deps, uuidv7 } from "../kernel/index.ts";
import { type LocalPool, putLocalPool, retireLocalPools } from "./store/pools.ts";

/** What the machine of the worker has. */
export interface Machine {
  readonly cores: number;
  readonly gpus: number;
  /** How its GPUs are called in specs; `gpu` when left out. */
  readonly gpuFlavour?: string;
}

/** What of pools comes from the machine: their capacity is not set by hand. */
export const machinePools = ["local-cpu", "local-gpu"];

/** Makes the pools of this machine, or gives them its present capacity. Null: the machine runs no jobs. */
export async function ensureLocalPools(deps: Deps, machine: Machine | null): Promise<void> {
  const now = deps.now();
  const pools = machine ? poolsOf(machine) : [];
  await deps.db.transaction({ role: "system" }, async (tx) => {
    for (const pool of pools) await putLocalPool(tx, { ...pool, id: uuidv7(now.getTime()) }, now);
    const kept = pools.map(({ name }) => name);
    await retireLocalPools(tx, { names: machinePools, kept }, now);
  });
}

function poolsOf({ cores, gpus, gpuFlavour = "gpu" }: Machine): Omit<LocalPool, "id">[] {
  const cpu = { name: "local-cpu", title: "Cores of this machine", resource: "cpu" as const, flavour: "cpu", capacity: cores };
  const gpu = { name: "local-gpu", title: "GPUs of this machine", resource: "gpu" as const, flavour: gpuFlavour, capacity: gpus };
  return gpus > 0 ? [cpu, gpu] : [cpu];
}
