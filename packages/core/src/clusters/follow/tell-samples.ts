import type { Deps } from "../../kernel/index.ts";
import type { GpuSample } from "../reading/utilisation.ts";

/** What the exporters of a cluster said of its GPUs at an instant. */
export interface SeenGpus {
  readonly clusterId: string;
  readonly at: Date;
  readonly samples: readonly GpuSample[];
}

type Listener = (deps: Deps, seen: SeenGpus) => Promise<void>;

const listeners: Listener[] = [];

/** Slices whose things hold GPUs hear of what these do. */
export const onGpuSamples = (listener: Listener): void => void listeners.push(listener);

/** What cannot be kept is said and lost: reading the cluster goes on. */
export async function tellSamples(deps: Deps, seen: SeenGpus): Promise<void> {
  if (seen.samples.length === 0) return;
  for (const listener of listeners) {
    await listener(deps, seen).catch((error: unknown) => deps.logger.error({ err: error }, "what GPUs of a cluster did was not kept"));
  }
}
