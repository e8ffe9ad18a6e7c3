import { type Launch, LaunchRefused } from "../../executors/executor.ts";
import type { Site, SiteFlavour } from "./site.ts";

/** The flavour that a job's GPUs are of; null where the cluster is free to choose. */
export function findSiteFlavour({ spec, flavour }: Pick<Launch, "spec" | "flavour">, { flavours }: Site): SiteFlavour | null {
  const wanted = spec.resources.gpus?.flavour ?? (spec.resources.gpus ? flavour : null);
  if (wanted === null || flavours.length === 0) return null;
  const found = flavours.find(({ name }) => name === wanted);
  if (!found)
    throw new LaunchRefused(`The cluster has no flavour "${wanted}" any more; it has ${flavours.map(({ name }) => name).join(", ")}.`);
  return found;
}
