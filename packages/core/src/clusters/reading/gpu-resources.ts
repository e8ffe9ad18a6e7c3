import type { Amounts, PodSpec } from "../objects/kubernetes.ts";
import { amountOf } from "../objects/quantity.ts";

const mig = /^nvidia\.com\/mig-(.+)$/;
const gpus = /^(nvidia\.com\/(gpu|gpu\.shared|mig-.+)|amd\.com\/gpu|gpu\.intel\.com\/\w+|habana\.ai\/gaudi)$/;

/** Whether a resource of Kubernetes counts GPUs or slices of them. */
export const isGpuResource = (resource: string): boolean => gpus.test(resource);

/** The MIG profile that a resource counts slices of, such as `1g.10gb`. */
export const migProfileOf = (resource: string): string | null => mig.exec(resource)?.[1] ?? null;

/** GPUs in a list of amounts, by resource. */
export const gpusIn = (amounts: Amounts | undefined): [resource: string, count: number][] =>
  Object.entries(amounts ?? {}).flatMap(([resource, quantity]): [string, number][] => {
    const count = amountOf(quantity);
    return isGpuResource(resource) && count > 0 ? [[resource, count]] : [];
  });

type Counts = Readonly<Record<string, number>>;

/** GPUs that a pod holds once it is placed: what its containers hold together, or one init container if that wants more. */
export function gpusOfPod(spec: PodSpec | undefined): [resource: string, count: number][] {
  const inits = spec?.initContainers ?? [];
  const isSidecar = ({ restartPolicy }: (typeof inits)[number]): boolean => restartPolicy === "Always";
  const together = merge([...(spec?.containers ?? []), ...inits.filter(isSidecar)], (held, count) => held + count);
  const atOnce = merge(
    inits.filter((init) => !isSidecar(init)),
    Math.max,
  );
  const resources = [...new Set([...Object.keys(together), ...Object.keys(atOnce)])].sort();
  return resources.map((resource) => [resource, Math.max(together[resource] ?? 0, atOnce[resource] ?? 0)]);
}

function merge(containers: NonNullable<PodSpec["containers"]>, join: (held: number, count: number) => number): Counts {
  const counts: Record<string, number> = {};
  for (const { resources } of containers) {
    for (const [resource, count] of gpusIn({ ...resources?.limits, ...resources?.requests })) {
      counts[resource] = join(counts[resource] ?? 0, count);
    }
  }
  return counts;
}
