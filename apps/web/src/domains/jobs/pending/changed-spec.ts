import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import type { Remedy } from "@plumbline/contracts/quotas/pending";

/** The spec with which a remedy submits the job anew; undefined for a remedy that leaves the spec as it is. */
export function changedSpec(spec: JobSpec, { kind, action }: Pick<Remedy, "kind" | "action">): JobSpec | undefined {
  const { gpus } = spec.resources;
  if (!gpus || action === null) return undefined;
  if (kind === "switch-flavour" && action.flavour !== undefined) {
    // A cluster that was named may not have the other flavour.
    const { cluster: _cluster, ...rest } = spec;
    const { mig: _mig, ...whole } = gpus;
    return { ...rest, resources: { ...spec.resources, gpus: { ...whole, flavour: action.flavour } } };
  }
  if (kind === "fewer-gpus" && action.gpus !== undefined && action.gpus > 0) {
    return { ...spec, resources: { ...spec.resources, gpus: { ...gpus, count: action.gpus } } };
  }
  return undefined;
}
